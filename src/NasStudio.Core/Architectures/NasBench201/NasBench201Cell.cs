using System.Collections.Immutable;
using System.Text;

namespace NasStudio.Core.Architectures.NasBench201;

/// <summary>
/// A NAS-Bench-201 cell: four nodes (feature maps), node 0 the input and node 3 the output, and an operation on each of
/// the six edges from an earlier to a later node. A node is the sum of what its edges bring.
/// </summary>
/// <remarks>Native string: <c>|op~0|+|op~0|op~1|+|op~0|op~1|op~2|</c>, edges grouped by target node.</remarks>
public sealed class NasBench201Cell
{
    /// <summary>How many nodes a cell has.</summary>
    public const int Nodes = 4;

    /// <summary>How many edges a cell has.</summary>
    public const int EdgeCount = 6;

    /// <summary>The edges (from, to) in the order of the native string: by target, then by source.</summary>
    public static ImmutableArray<(int From, int To)> Edges { get; } = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)];

    private const int Longest = 100;                          // characters of a native string

    // By source and operation, how an edge is spelled: "none~0|", for instance.
    private static readonly string[][] Spellings =
    [
        .. Enumerable.Range(0, Nodes - 1).Select(from => NasBench201Operations.Names.Select(o => $"{o}~{from}|").ToArray()),
    ];

    private const string Shape = "|op~0|+|op~0|op~1|+|op~0|op~1|op~2|";

    /// <summary>A cell with the given operations.</summary>
    /// <param name="operations">One for each of <see cref="Edges"/>, in that order. // (6)</param>
    /// <exception cref="ArgumentException">There are not six, or one is not an operation.</exception>
    public NasBench201Cell(ImmutableArray<NasBench201Operation> operations)
    {
        if (operations.IsDefault || operations.Length != EdgeCount || !operations.All(Enum.IsDefined))
        {
            throw new ArgumentException(
                $"A NAS-Bench-201 cell has {EdgeCount} edges, each with one of {NasBench201Operations.Names.Length} "
                + "operations.",
                nameof(operations));
        }

        Operations = operations;
    }

    /// <summary>The operation on each of <see cref="Edges"/>. // (6)</summary>
    public ImmutableArray<NasBench201Operation> Operations { get; }

    /// <summary>The operation on the edge between two nodes.</summary>
    /// <exception cref="ArgumentException">There is no such edge.</exception>
    public NasBench201Operation this[int from, int to] => Edges.IndexOf((from, to)) is var edge and >= 0
        ? Operations[edge]
        : throw new ArgumentException($"A NAS-Bench-201 cell has no edge from node {from} to node {to}.");

    /// <summary>Reads a native string; white space around it is ignored.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and what is allowed.</exception>
    public static NasBench201Cell Parse(string native)
    {
        ArgumentNullException.ThrowIfNull(native);
        if (Printed(native) is { } printed)
        {
            return printed;
        }

        var groups = native.Trim().Split('+');
        if (groups.Length != Nodes - 1)
        {
            throw Fault(native, $"it has {groups.Length} node(s) joined by '+' instead of {Nodes - 1}");
        }

        var operations = ImmutableArray.CreateBuilder<NasBench201Operation>(EdgeCount);
        for (var to = 1; to < Nodes; to++)
        {
            var group = groups[to - 1];
            if (group.Length < 2 || group[0] != '|' || group[^1] != '|')
            {
                throw Fault(native, $"node {to}, '{group}', does not begin and end with '|'");
            }

            var edges = group[1..^1].Split('|');
            if (edges.Length != to)
            {
                throw Fault(native, $"node {to}, '{group}', has {edges.Length} edge(s) instead of {to}");
            }

            for (var from = 0; from < to; from++)
            {
                operations.Add(ParseEdge(native, edges[from], from, to));
            }
        }

        return new NasBench201Cell(operations.MoveToImmutable());
    }

    /// <summary>The native string.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Longest);
        for (var (to, edge) = (1, 0); to < Nodes; to++)
        {
            text.Append(to == 1 ? "|" : "+|");
            for (var from = 0; from < to; from++)
            {
                text.Append(Operations[edge++].Name()).Append('~').Append((char)('0' + from)).Append('|');
            }
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="ToString"/> wrote in one go: that is what searches parse all the time. Null for
    /// anything else.</summary>
    private static NasBench201Cell? Printed(ReadOnlySpan<char> left)
    {
        var operations = ImmutableArray.CreateBuilder<NasBench201Operation>(EdgeCount);
        for (var to = 1; to < Nodes; to++)
        {
            if (!Skip(ref left, to == 1 ? "|" : "+|"))
            {
                return null;
            }

            for (var from = 0; from < to; from++)
            {
                var operation = 0;
                while (operation < Spellings[from].Length && !Skip(ref left, Spellings[from][operation]))
                {
                    operation++;
                }

                if (operation == Spellings[from].Length)
                {
                    return null;
                }

                operations.Add((NasBench201Operation)operation);
            }
        }

        return left.IsEmpty ? new NasBench201Cell(operations.MoveToImmutable()) : null;
    }

    private static bool Skip(ref ReadOnlySpan<char> left, string text)
    {
        var isThere = left.StartsWith(text, StringComparison.Ordinal);
        left = isThere ? left[text.Length..] : left;
        return isThere;
    }

    private static NasBench201Operation ParseEdge(string native, string edge, int from, int to)
    {
        var tilde = edge.IndexOf('~', StringComparison.Ordinal);
        if (tilde < 0 || edge[(tilde + 1)..] != $"{from}")
        {
            throw Fault(native, $"node {to}: edge {from + 1}, '{edge}', does not end with '~{from}'");
        }

        var operation = NasBench201Operations.Names.IndexOf(edge[..tilde]);
        return operation >= 0
            ? (NasBench201Operation)operation
            : throw Fault(native, $"node {to}: '{edge[..tilde]}' on the edge from node {from} is not an operation "
                + $"(allowed: {string.Join(", ", NasBench201Operations.Names)})");
    }

    private static FormatException Fault(string native, string reason)
        => new($"'{native}' is not a NAS-Bench-201 cell: {reason}. The form is {Shape}.");
}
