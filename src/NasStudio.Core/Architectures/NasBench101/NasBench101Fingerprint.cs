using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>The benchmark's own name of a cell: equal for cells that it trained only once, 423,624 different
/// ones.</summary>
/// <remarks>
/// <para>Ying, "Enumerating Unique Computational Graphs via an Iterative Graph Invariant", arXiv:1902.06192, 2019;
/// hash_module of the benchmark. Notation: h(v) the hash of node v, in(v) and out(v) its neighbours, n the number of
/// nodes of the pruned cell.</para>
/// <para>Start: h(v) = MD5 of "(|out(v)|, |in(v)|, label)", label -1 for the input, -2 for the output, otherwise the
/// number of the operation. Then n rounds, all nodes at once: h(v) = MD5 of the sorted hashes of in(v), '|', the sorted
/// hashes of out(v), '|', h(v). Last: MD5 of the sorted list of all h(v). Texts are those that the benchmark's Python
/// prints, to the blank.</para>
/// <para>The benchmark prunes before it hashes: nodes off every path from input to output change nothing. The method
/// cannot tell all graphs in general apart, but up to five nodes (tested) there are as many fingerprints as
/// isomorphism classes.</para>
/// </remarks>
public static class NasBench101Fingerprint
{
    /// <summary>The fingerprint, 32 hexadecimal digits.</summary>
    public static string Of(NasBench101Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var pruned = cell.Pruned();
        var nodes = Enumerable.Range(0, pruned.Nodes);
        int[][] sources = [.. nodes.Select(v => nodes.Where(u => pruned[u, v]).ToArray())];
        int[][] targets = [.. nodes.Select(v => nodes.Where(w => pruned[v, w]).ToArray())];
        string[] hashes =
        [
            .. nodes.Select(v => Md5(string.Create(
                CultureInfo.InvariantCulture,
                $"({targets[v].Length}, {sources[v].Length}, {Label(pruned, v)})"))),
        ];
        for (var round = 0; round < pruned.Nodes; round++)
        {
            var last = hashes;
            hashes = [.. nodes.Select(v =>
                Md5($"{string.Concat(Sorted(last, sources[v]))}|{string.Concat(Sorted(last, targets[v]))}|{last[v]}"))];
        }

        return Md5($"[{string.Join(", ", Sorted(hashes, nodes).Select(hash => $"'{hash}'"))}]");
    }

    private static int Label(NasBench101Cell cell, int node)
        => node == 0 ? -1
            : node == cell.Nodes - 1 ? -2
            : (int)cell.Operations[node - 1];

    private static IEnumerable<string> Sorted(string[] hashes, IEnumerable<int> nodes)
        => nodes.Select(v => hashes[v]).Order(StringComparer.Ordinal);

#pragma warning disable CA5351                                // a name that the benchmark made, not a protection
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
