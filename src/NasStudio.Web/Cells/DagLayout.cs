using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Architectures;

namespace NasStudio.Web.Cells;

/// <summary>A drawn graph: boxes and curves in one picture of the given size, from top to bottom.</summary>
/// <param name="Width">Width of the picture.</param>
/// <param name="Height">Height of the picture.</param>
/// <param name="Boxes">States and operations: the graph's nodes by number, then the operations on its edges in their
/// order, as <see cref="SearchSpace.Places"/> has them.</param>
/// <param name="Curves">Connections.</param>
/// <param name="Notes">Small texts beside connections: which argument of an operation they are.</param>
public sealed record DagPicture(
    double Width, double Height, ImmutableArray<DagBox> Boxes, ImmutableArray<DagCurve> Curves, ImmutableArray<DagNote> Notes);

/// <summary>A small text of a <see cref="DagPicture"/>, by its middle.</summary>
public sealed record DagNote(string Text, double X, double Y);

/// <summary>A box of a <see cref="DagPicture"/>, by its centre.</summary>
/// <param name="Label">Label of the node or of the edge that it stands for; a plain number for a node without an
/// operation.</param>
/// <param name="IsState">A node between operations (drawn as a disc) rather than an operation.</param>
/// <param name="IsAlive">Whether anything flows through it from the input to the output.</param>
/// <param name="X">Centre, from the left.</param>
/// <param name="Y">Centre, from the top.</param>
/// <param name="Layer">Row, from 0.</param>
public sealed record DagBox(string Label, bool IsState, bool IsAlive, double X, double Y, int Layer);

/// <summary>A connection of a <see cref="DagPicture"/>.</summary>
/// <param name="Path">SVG path.</param>
/// <param name="IsAlive">Whether anything flows through it.</param>
/// <param name="HasArrow">Whether its lower end is a box (and not an operation's place on an edge).</param>
public sealed record DagCurve(string Path, bool IsAlive, bool HasArrow);

/// <summary>Draws labelled graphs in layers.</summary>
/// <remarks>
/// Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures", 1981: longest-path
/// layers, a bend where an edge crosses a layer, rows ordered for the fewest crossings (<see cref="RowOrder"/>).
/// Operations that sit on edges become boxes half-way. An edge whose label is a number or a part of a blend
/// (gate, open, closed) carries no operation: the label says which argument it is and stands where the edge ends.
/// </remarks>
public static class DagLayout
{
    private const double ColumnWidth = 112, RowHeight = 46, Margin = 26, ArrowRoom = 20, NoteReach = 34, NoteHeight = 17;

    /// <summary>Lays a graph out.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isPiece">Whether it is a piece of a graph, all of which counts, rather than a whole one with input and
    /// output.</param>
    public static DagPicture Draw(LabelledDag graph, bool isPiece = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Labels.IsEmpty)
        {
            return new(2 * Margin, 2 * Margin, [], [], []);
        }

        var places = Expand(graph);
        MarkLiving(places, graph.Labels.Length, isPiece);
        AssignLayers(places);
        InsertBends(places);
        var rows = RowOrder.Arrange([.. places.GroupBy(p => p.Layer).OrderBy(g => g.Key).Select(g => g.ToList())]);
        var width = rows.Max(row => row.Sum(place => place.Width)) * ColumnWidth;
        return new(width, (rows.Count - 1) * RowHeight + 2 * Margin,
            [.. places.Where(p => p.Label is not null).Select(p => new DagBox(p.Label!, p.IsState, p.IsAlive, X(p), Y(p), p.Layer))],
            [.. places.Where(p => p.Label is not null).SelectMany(Curves)],
            [.. places.Where(p => p.Label is not null).SelectMany(Notes).GroupBy(note => note.Box).SelectMany(Apart)]);

        double X(DagPlace place) => width / 2 + place.Position * ColumnWidth;
        static double Y(DagPlace place) => Margin + place.Layer * RowHeight;

        IEnumerable<DagCurve> Curves(DagPlace start)
        {
            foreach (var next in start.Below)
            {
                var (path, end) = ($"M{N(X(start))} {N(Y(start))}", next);
                for (var (from, to) = (start, next); ; (from, to) = (to, to.Below[0]))
                {
                    var foot = Y(to) - (to.IsState ? ArrowRoom : 0);          // straight down where an arrow stands
                    var middle = N((Y(from) + foot) / 2);
                    path += $"C{N(X(from))} {middle} {N(X(to))} {middle} {N(X(to))} {N(foot)}V{N(Y(to))}";
                    end = to;
                    if (to.Label is not null)
                    {
                        break;
                    }
                }

                yield return new(path, start.IsAlive && end.IsAlive, end.IsState);
            }
        }

        IEnumerable<(DagPlace Box, string Text, double From)> Notes(DagPlace start)
            => from k in Enumerable.Range(0, start.Below.Count)
               where start.Arguments.ContainsKey(k)
               let ends = Ends(start.Below[k])
               select (ends.Below, start.Arguments[k], (X(ends.Above ?? start) - X(ends.Below)) / 2);

        // Beside their connections, but never over each other.
        IEnumerable<DagNote> Apart(IGrouping<DagPlace, (DagPlace Box, string Text, double From)> notes)
        {
            var sorted = notes.OrderBy(note => note.From).ToArray();
            double[] wanted = [.. sorted.Select(note => Math.Clamp(note.From, -NoteReach, NoteReach))];
            double[] places = [.. wanted];
            for (var k = 1; k < places.Length; k++)
            {
                places[k] = Math.Max(wanted[k], places[k - 1] + NoteReach);
            }

            var aside = places.Average() - wanted.Average();
            return sorted.Zip(places, (note, place) => new DagNote(note.Text, X(note.Box) + place - aside, Y(note.Box) - NoteHeight));
        }

        static (DagPlace? Above, DagPlace Below) Ends(DagPlace next)
        {
            DagPlace? above = null;
            for (; next.Label is null; next = next.Below[0])
            {
                above = next;
            }

            return (above, next);
        }

        static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Nodes of the graph first, then a box for every edge that carries an operation.</summary>
    private static List<DagPlace> Expand(LabelledDag graph)
    {
        var onEdges = HasOperationsOnEdges(graph);
        List<DagPlace> places = [.. graph.Labels.Select(label => new DagPlace { Label = label, IsState = onEdges })];
        foreach (var edge in graph.Edges)
        {
            if (edge.Label is null || IsArgument(edge.Label))
            {
                if (edge.Label is not null)
                {
                    places[edge.From].Arguments[places[edge.From].Below.Count] = edge.Label;
                }

                Connect(places[edge.From], places[edge.To]);
                continue;
            }

            var operation = new DagPlace { Label = edge.Label };
            places.Add(operation);
            Connect(places[edge.From], operation);
            Connect(operation, places[edge.To]);
        }

        return places;
    }

    /// <summary>Whether operations sit on edges, so that nodes are states between them.</summary>
    internal static bool HasOperationsOnEdges(LabelledDag graph)
        => graph.Edges.Any(edge => edge.Label is not null && !IsArgument(edge.Label));

    private static bool IsArgument(string label) => label is "gate" or "open" or "closed" || label.All(char.IsAsciiDigit);

    private static void Connect(DagPlace from, DagPlace to)
    {
        from.Below.Add(to);
        to.Above.Add(from);
    }

    /// <summary>Alive is what lies on a path from an input to an output that no absent operation cuts. Inputs and outputs
    /// are the nodes named so; where none is, the first node and the last.</summary>
    private static void MarkLiving(List<DagPlace> places, int nodes, bool isPiece)
    {
        if (isPiece)
        {
            places.ForEach(place => place.IsAlive = true);
            return;
        }

        var fromInput = Reach(Named(LabelledDag.Input).DefaultIfEmpty(places[0]), p => p.Below);
        var toOutput = Reach(Named(LabelledDag.Output).DefaultIfEmpty(places[nodes - 1]), p => p.Above);
        foreach (var place in places)
        {
            place.IsAlive = fromInput.Contains(place) && toOutput.Contains(place);
        }

        IEnumerable<DagPlace> Named(string end) => places.Take(nodes).Where(p => p.Label!.Split(' ')[0] == end);

        static HashSet<DagPlace> Reach(IEnumerable<DagPlace> starts, Func<DagPlace, List<DagPlace>> next)
        {
            HashSet<DagPlace> seen = [];
            Stack<DagPlace> open = new(starts);
            while (open.TryPop(out var place))
            {
                if (!Operation.IsAbsent(place.Label!) && seen.Add(place))
                {
                    next(place).ForEach(open.Push);
                }
            }

            return seen;
        }
    }

    private static void AssignLayers(List<DagPlace> places)
    {
        foreach (var place in TopologicalOrder(places))
        {
            place.Layer = place.Above.Select(p => p.Layer + 1).DefaultIfEmpty(0).Max();
        }

        foreach (var operation in places.Where(p => !p.IsState && p.Above.Count == 1 && p.Below.Count == 1 && p.Above[0].IsState))
        {
            operation.Layer = (operation.Above[0].Layer + operation.Below[0].Layer) / 2;      // half-way along its edge
        }
    }

    private static IEnumerable<DagPlace> TopologicalOrder(List<DagPlace> places)
    {
        var left = places.ToDictionary(p => p, p => p.Above.Count);
        Queue<DagPlace> ready = new(places.Where(p => p.Above.Count == 0));
        while (ready.TryDequeue(out var place))
        {
            yield return place;
            foreach (var next in place.Below)
            {
                if (--left[next] == 0)
                {
                    ready.Enqueue(next);
                }
            }
        }
    }

    private static void InsertBends(List<DagPlace> places)
    {
        foreach (var from in places.ToArray())
        {
            for (var k = 0; k < from.Below.Count; k++)
            {
                var (above, target) = (from, from.Below[k]);
                if (target.Layer <= from.Layer + 1)
                {
                    continue;
                }

                target.Above.Remove(from);
                for (var layer = from.Layer + 1; layer < target.Layer; layer++)
                {
                    var bend = new DagPlace { Layer = layer };
                    places.Add(bend);
                    if (above == from)
                    {
                        from.Below[k] = bend;
                        bend.Above.Add(from);
                    }
                    else
                    {
                        Connect(above, bend);
                    }

                    above = bend;
                }

                Connect(above, target);
            }
        }
    }
}
