namespace NasStudio.Web.Cells;

/// <summary>A node, an operation or a bend while a graph is laid out.</summary>
internal sealed class DagPlace
{
    /// <summary>Label of the node or operation; null for a bend.</summary>
    public string? Label { get; init; }

    public bool IsState { get; init; }

    public bool IsAlive { get; set; }

    public int Layer { get; set; }

    /// <summary>Which argument of the place below each connection is; empty where the order does not matter.</summary>
    public Dictionary<int, string> Arguments { get; } = [];

    /// <summary>How many columns it takes: a bend needs little room.</summary>
    public double Width => Label is null ? 0.35 : 1;

    /// <summary>Place in its row, in columns from the middle.</summary>
    public double Position { get; set; }

    public List<DagPlace> Above { get; } = [];

    public List<DagPlace> Below { get; } = [];
}

/// <summary>Puts each row of a layered graph in order: the fewest crossings, and among those the straightest
/// connections.</summary>
/// <remarks>
/// Exact by dynamic programming over the rows (Viterbi), because a cell's rows are short: the state is the order of
/// one row, the cost is that of the connections to the row above. Rows of more than <see cref="LongestExact"/> places
/// follow the mean position of what lies above them (Sugiyama, Tagawa and Toda 1981, section 5).
/// </remarks>
internal static class RowOrder
{
    private const int LongestExact = 5;
    private const double Crossing = 1000;

    /// <summary>Sets the positions; returns the rows in their new order.</summary>
    public static List<List<DagPlace>> Arrange(List<List<DagPlace>> rows)
    {
        List<DagPlace[][]> choices = [.. rows.Select(Choices)];
        List<int[]> cameFrom = [];
        var costs = new double[choices[0].Length];
        for (var row = 1; row < rows.Count; row++)
        {
            var (next, from) = (new double[choices[row].Length], new int[choices[row].Length]);
            for (var j = 0; j < next.Length; j++)
            {
                var totals = choices[row - 1].Select((above, i) => costs[i] + Cost(above, choices[row][j])).ToArray();
                from[j] = Array.IndexOf(totals, totals.Min());
                next[j] = totals[from[j]];
            }

            cameFrom.Add(from);
            costs = next;
        }

        var chosen = Array.IndexOf(costs, costs.Min());
        for (var row = rows.Count - 1; row >= 0; row--)
        {
            rows[row] = [.. choices[row][chosen]];
            Spread(rows[row]);
            chosen = row > 0 ? cameFrom[row - 1][chosen] : 0;
        }

        return rows;
    }

    private static DagPlace[][] Choices(List<DagPlace> row)
    {
        Spread(row);
        return row.Count <= LongestExact
            ? [.. Permutations([.. row])]
            : [[.. row.OrderBy(p => p.Above.Count == 0 ? p.Position : p.Above.Average(a => a.Position)).ThenBy(p => p.Position)]];
    }

    private static IEnumerable<DagPlace[]> Permutations(DagPlace[] places)
        => places.Length == 0
            ? [[]]
            : places.SelectMany(first => Permutations([.. places.Where(p => p != first)]).Select(rest => (DagPlace[])[first, .. rest]));

    private static double Cost(DagPlace[] above, DagPlace[] below)
    {
        Spread(above);
        Spread(below);
        (double From, double To)[] lines = [.. above.SelectMany(place =>
            place.Below.Where(below.Contains).Select(next => (place.Position, next.Position)))];
        var crossings = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                crossings += (lines[i].From - lines[j].From) * (lines[i].To - lines[j].To) < 0 ? 1 : 0;
            }
        }

        return Crossing * crossings + lines.Sum(line => Math.Abs(line.From - line.To));
    }

    private static void Spread(IReadOnlyList<DagPlace> row)
    {
        var left = -row.Sum(place => place.Width) / 2;
        foreach (var place in row)
        {
            place.Position = left + place.Width / 2;
            left += place.Width;
        }
    }
}
