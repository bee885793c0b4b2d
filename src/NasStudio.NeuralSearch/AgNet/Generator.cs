using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>What a generator says about a batch of graphs.</summary>
/// <param name="Nodes">Logits of the classes of nodes 1 to N-1 (node 0 is the input). // (B, N-1, A)</param>
/// <param name="Edges">Logits of the possible edges, by target and then by source. // (B, P)</param>
public readonly record struct GraphLogits(Tensor Nodes, Tensor Edges)
{
    /// <summary>Some rows.</summary>
    /// <param name="rows">Row numbers. // (b), int64</param>
    public GraphLogits Rows(Tensor rows) => new(Nodes.index_select(0, rows), Edges.index_select(0, rows));
}

/// <summary>
/// G: turns points of the latent space into soft graphs, node by node: read the graph so far, score the new node's
/// operation, add it, score its edges to every earlier node.
/// </summary>
/// <remarks>
/// The decoder of SVGe (Lukasik et al., IJCNN 2021) as AG-Net uses it (Lukasik et al., ECCV 2022, section 3.1): raw
/// logits are fed back, nothing is sampled inside, edges take part in message passing when their logit is above 0.5.
/// All graphs of a batch grow together, one node a step, without a loop over graphs.
/// Notation: B graphs, N nodes, A classes, v nodes so far, Z latent width, D node width, H hidden width.
/// </remarks>
public sealed class Generator : nn.Module<Tensor, GraphLogits>
{
    /// <summary>Z, the width of the latent space.</summary>
    public const int LatentWidth = 32;

    private const int NodeWidth = 32;                 // D
    private const int HiddenWidth = 64;               // H
    private const int MessageLayers = 2;
    private const double EdgeThreshold = 0.5;
    private const float ForcedLogit = 20;

    private readonly GraphEncoding _encoding;
    private readonly Sequential _embedding;           // E: (.., A) -> (.., D)
    private readonly Sequential _startNode;           // [E(input), z] -> D
    private readonly Sequential _newNode;             // [E(logits), h_init, z] -> D
    private readonly MessagePassing _messages;
    private readonly GatedSum _readOut;               // h_G, for scoring
    private readonly GatedSum _readOutInit;           // h_init, for the new node's state
    private readonly Sequential _nodeScore;           // [h_G, z] -> A
    private readonly Sequential _edgeScore;           // [h_u, h_v, h_G, z] -> 1

    /// <summary>A generator with fresh weights.</summary>
    public Generator(GraphEncoding encoding, RandomSource random) : base(nameof(Generator))
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(random);
        _encoding = encoding;
        _embedding = Layers.TwoLayers(encoding.Classes, NodeWidth, NodeWidth, random.Fork("embedding"));
        _startNode = Layers.TwoLayers(NodeWidth + LatentWidth, HiddenWidth, NodeWidth, random.Fork("start node"));
        _newNode = Layers.TwoLayers(2 * NodeWidth + LatentWidth, HiddenWidth, NodeWidth, random.Fork("new node"));
        _messages = new MessagePassing(NodeWidth, MessageLayers, random.Fork("messages"));
        _readOut = new GatedSum(NodeWidth, random.Fork("read-out"));
        _readOutInit = new GatedSum(NodeWidth, random.Fork("read-out of new nodes"));
        _nodeScore = Layers.TwoLayers(
            NodeWidth + LatentWidth, HiddenWidth / 2, encoding.Classes, random.Fork("node score"));
        _edgeScore = Layers.TwoLayers(3 * NodeWidth + LatentWidth, HiddenWidth, 1, random.Fork("edge score"));
        RegisterComponents();
    }

    /// <param name="input">Points z. // (B, Z)</param>
    public override GraphLogits forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, nodes) = (input.shape[0], _encoding.Nodes);
        var inputNode = zeros([batch, _encoding.Classes]);
        inputNode.narrow(1, GraphEncoding.Input, 1).fill_(1);
        var states = _startNode.forward(cat([_embedding.forward(inputNode), input], 1)).unsqueeze(1);  // (B, v, D)
        var incoming = zeros([batch, nodes, nodes]);                                            // (B, target, source)
        var (nodeLogits, edgeLogits) = (new List<Tensor>(), new List<Tensor>());
        var gates = _messages.Gates();
        var score = JoinedEdgeScore();
        for (var v = 1; v < nodes; v++)
        {
            if (v > 1)
            {
                states = _messages.forward(states, incoming.narrow(1, 0, v).narrow(2, 0, v), gates);
            }

            var graph = cat([_readOut.forward(states), input], 1);                                  // (B, D + Z)
            var node = _nodeScore.forward(graph);                                                   // (B, A)
            var state = _newNode.forward(cat([_embedding.forward(node), _readOutInit.forward(states), input], 1));
            var edges = Force(score(states, cat([state, graph], 1)), v);                            // (B, v)
            incoming.narrow(1, v, 1).narrow(2, 0, v).copy_(edges.detach().gt(EdgeThreshold).unsqueeze(1));
            states = cat([states, state.unsqueeze(1)], 1);
            nodeLogits.Add(node);
            edgeLogits.Add(edges);
        }

        return new GraphLogits(
            stack(nodeLogits, 1).MoveToOuterDisposeScope(), cat(edgeLogits, 1).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The edge score, [h_u] for each node and [h_v, h_G, z] for each graph to (B, v): what a graph's edges share is
    /// multiplied once for the graph.
    /// </summary>
    private Func<Tensor, Tensor, Tensor> JoinedEdgeScore()
    {
        var (hidden, logit) = ((Linear)_edgeScore[0], (Linear)_edgeScore[2]);
        var columns = hidden.weight!.split([NodeWidth, 2 * NodeWidth + LatentWidth], 1);          // of h_u; of the rest
        return (nodes, rest) =>
        {
            var shared = nn.functional.linear(rest, columns[1], hidden.bias).unsqueeze(1);          // (B, 1, H)
            return logit.forward((nn.functional.linear(nodes, columns[0]) + shared).relu()).squeeze(2);
        };
    }

    /// <summary>Sets the logits of the edges to node v that every graph has. // (B, v)</summary>
    private Tensor Force(Tensor edges, int v)
    {
        foreach (var (from, to) in _encoding.ForcedEdges)
        {
            if (to == v)
            {
                var forced = full([edges.shape[0], 1], ForcedLogit);
                edges = cat([edges.narrow(1, 0, from), forced, edges.narrow(1, from + 1, v - from - 1)], 1);
            }
        }

        return edges;
    }
}
