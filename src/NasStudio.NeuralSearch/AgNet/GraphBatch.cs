using NasStudio.Core.Architectures;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Encoded graphs as tensors: what networks read, and the targets of a generator.</summary>
/// <param name="OneHot">y. // (B, W)</param>
/// <param name="Labels">Classes of nodes 1 to N-1. // (B, N-1), int64</param>
/// <param name="Edges">1 where an edge is, else 0. // (B, P)</param>
public readonly record struct GraphBatch(Tensor OneHot, Tensor Labels, Tensor Edges)
{
    /// <summary>The tensors of some graphs, all of them with N nodes.</summary>
    public static GraphBatch Of(GraphEncoding encoding, IReadOnlyList<GraphCode> graphs)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(graphs);
        var (count, nodes) = (graphs.Count, encoding.Nodes);
        var oneHot = new float[count * encoding.Width];
        var labels = new long[count * (nodes - 1)];
        for (var i = 0; i < count; i++)
        {
            encoding.WriteOneHot(graphs[i], oneHot.AsSpan(i * encoding.Width, encoding.Width));
            for (var node = 1; node < nodes; node++)
            {
                labels[i * (nodes - 1) + node - 1] = graphs[i].Labels[node];
            }
        }

        var y = tensor(oneHot, [count, encoding.Width]);
        var edges = y.narrow(1, encoding.Nodes * encoding.Classes, encoding.Pairs);
        return new GraphBatch(y, tensor(labels, [count, nodes - 1]), edges);
    }

    /// <summary>Some rows.</summary>
    /// <param name="rows">Row numbers. // (b), int64</param>
    public GraphBatch Rows(Tensor rows)
        => new(OneHot.index_select(0, rows), Labels.index_select(0, rows), Edges.index_select(0, rows));

    /// <summary>
    /// Reconstruction loss L_G of each graph: mean cross-entropy of its nodes plus mean binary cross-entropy of its
    /// edges. // (B)
    /// </summary>
    /// <remarks>AG-Net (Lukasik et al., ECCV 2022), equation 1.</remarks>
    public Tensor ReconstructionLoss(GraphLogits logits)
    {
        var (count, nodes) = (Labels.shape[0], Labels.shape[1]);
        var nodeLoss = nn.functional.cross_entropy(
            logits.Nodes.flatten(0, 1), Labels.flatten(), reduction: nn.Reduction.None).view(count, nodes);
        var edgeLoss = nn.functional.binary_cross_entropy_with_logits(
            logits.Edges, Edges, reduction: nn.Reduction.None);
        return nodeLoss.mean([1]) + edgeLoss.mean([1]);
    }
}
