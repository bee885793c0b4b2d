using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>How many channels each node of a cell has; the benchmark infers them from the edges.</summary>
/// <remarks>
/// Ying et al. 2019, section 2; compute_vertex_channels of the benchmark's model builder. The inner nodes that lead
/// to the output share its channels evenly, for it concatenates them; what the division leaves over goes to the first
/// of them, one channel each. Any other inner node has as many as the largest that it leads to; on the way to a smaller
/// one the last channel is dropped. The input is projected by a 1x1 convolution wherever it leads. Since the left-over
/// goes by node numbers, isomorphic cells may differ by single channels.
/// </remarks>
public static class NasBench101Channels
{
    /// <summary>Channels of each node. // (nodes)</summary>
    /// <param name="pruned">A cell all of whose nodes are on paths from input to output.</param>
    /// <param name="input">Channels that come in.</param>
    /// <param name="output">Channels that go out.</param>
    /// <exception cref="ArgumentException">A node is on no path from input to output.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer channels than nodes that share them.</exception>
    public static ImmutableArray<int> Of(NasBench101Cell pruned, int input, int output)
    {
        ArgumentNullException.ThrowIfNull(pruned);
        if (pruned.Pruned().Nodes != pruned.Nodes || pruned.Edges.IsEmpty)
        {
            throw new ArgumentException("A node of the cell is on no path from input to output.", nameof(pruned));
        }

        var last = pruned.Nodes - 1;
        int[] sharing = [.. Enumerable.Range(1, last - 1).Where(v => pruned[v, last])];
        ArgumentOutOfRangeException.ThrowIfLessThan(input, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(output, Math.Max(1, sharing.Length));
        var channels = new int[pruned.Nodes];
        channels[0] = input;
        channels[last] = output;
        for (var i = 0; i < sharing.Length; i++)
        {
            channels[sharing[i]] = output / sharing.Length + (i < output % sharing.Length ? 1 : 0);
        }

        for (var v = last - 1; v > 0; v--)
        {
            if (!pruned[v, last])
            {
                channels[v] = pruned.Edges.Where(e => e.From == v).Max(e => channels[e.To]);
            }
        }

        return [.. channels];
    }
}
