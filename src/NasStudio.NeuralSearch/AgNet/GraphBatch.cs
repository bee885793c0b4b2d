using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Encoded architectures as tensors: what networks read, and the targets of a generator.</summary>
/// <param name="OneHot">y. // (B, W)</param>
/// <param name="Labels">Classes of nodes 1 to N-1 of each graph; 0 where a smaller graph has none. // (B, K, N-1),
/// int64</param>
/// <param name="Edges">1 where an edge is, else 0. // (B, K, P)</param>
/// <param name="NodeShare">What a node counts in its graph's mean; 0 where there is none. // (B, K, N-1)</param>
/// <param name="EdgeShare">What a possible edge counts likewise. // (B, K, P)</param>
public readonly record struct GraphBatch(
    Tensor OneHot, Tensor Labels, Tensor Edges, Tensor NodeShare, Tensor EdgeShare)
{
    /// <summary>The tensors of some architectures.</summary>
    /// <param name="encoding">Shapes them.</param>
    /// <param name="architectures">The graphs of each. // (B), (K)</param>
    public static GraphBatch Of(GraphEncoding encoding, IReadOnlyList<ImmutableArray<GraphCode>> architectures)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(architectures);
        var (parts, inner) = (encoding.Parts, encoding.Nodes - 1);
        var count = architectures.Count * parts;
        var oneHot = new float[architectures.Count * encoding.Width];
        var (labels, nodeShare) = (new long[count * inner], new float[count * inner]);
        var edgeShare = new float[count * encoding.Pairs];
        for (var i = 0; i < count; i++)
        {
            var graph = architectures[i / parts][i % parts];
            encoding.WriteOneHot(graph, oneHot.AsSpan(i * encoding.GraphWidth, encoding.GraphWidth));
            var (nodes, pairs) = (graph.Labels.Length - 1, graph.Edges.Length);
            for (var node = 0; node < nodes; node++)
            {
                labels[i * inner + node] = graph.Labels[node + 1];
            }

            nodeShare.AsSpan(i * inner, nodes).Fill(1f / nodes);
            edgeShare.AsSpan(i * encoding.Pairs, pairs).Fill(1f / pairs);
        }

        long[] shape = [architectures.Count, parts, inner];
        var y = tensor(oneHot, [architectures.Count, encoding.Width]);
        var edges = y.view(architectures.Count, parts, encoding.GraphWidth)
            .narrow(2, encoding.Nodes * encoding.Classes, encoding.Pairs);
        return new GraphBatch(
            y, tensor(labels, shape), edges, tensor(nodeShare, shape),
            tensor(edgeShare, [architectures.Count, parts, encoding.Pairs]));
    }

    /// <summary>The tensors of random architectures of a space.</summary>
    public static GraphBatch Sample(GraphEncoding encoding, SearchSpace space, int count, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(space);
        return Of(encoding, [.. Enumerable.Range(0, count).Select(_ => encoding.GraphsOf(space.Sample(random)))]);
    }

    /// <summary>These architectures, and others of the same encoding behind them.</summary>
    public GraphBatch Join(GraphBatch others) => new(
        cat([OneHot, others.OneHot], 0), cat([Labels, others.Labels], 0), cat([Edges, others.Edges], 0),
        cat([NodeShare, others.NodeShare], 0), cat([EdgeShare, others.EdgeShare], 0));

    /// <summary>Some rows.</summary>
    /// <param name="rows">Row numbers. // (b), int64</param>
    public GraphBatch Rows(Tensor rows) => new(
        OneHot.index_select(0, rows), Labels.index_select(0, rows), Edges.index_select(0, rows),
        NodeShare.index_select(0, rows), EdgeShare.index_select(0, rows));

    /// <summary>
    /// Reconstruction loss L_G of each architecture, the mean over its graphs: mean cross-entropy of the nodes, times their
    /// weight, plus mean binary cross-entropy of the edges. // (B)
    /// </summary>
    /// <remarks>AG-Net (Lukasik et al., ECCV 2022), equation 1; the weight is in its code, see
    /// <see cref="AgNetOptions.NodeWeight"/>.</remarks>
    public Tensor ReconstructionLoss(GraphLogits logits, double nodeWeight = 1)
    {
        var nodeLoss = nn.functional.cross_entropy(
            logits.Nodes.flatten(0, 2), Labels.flatten(), reduction: nn.Reduction.None).view_as(NodeShare);
        var edgeLoss = nn.functional.binary_cross_entropy_with_logits(
            logits.Edges, Edges, reduction: nn.Reduction.None);
        return (nodeWeight * (nodeLoss * NodeShare).sum(2) + (edgeLoss * EdgeShare).sum(2)).mean([1]);
    }
}
