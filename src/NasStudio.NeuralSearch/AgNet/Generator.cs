using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>What a generator says about a batch of architectures.</summary>
/// <param name="Nodes">Logits of the classes of nodes 1 to N-1 (node 0 is the input). // (B, K, N-1, A)</param>
/// <param name="Edges">Logits of the possible edges, by target and then by source. // (B, K, P)</param>
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
/// All graphs of a batch grow together, one node a step, without a loop over graphs. An architecture of several graphs
/// has a point for each of them; one generator makes them all and is told which one it makes.
/// Notation: B architectures of K graphs, G = B K, N nodes, A classes, v nodes so far, Z latent width of a graph and with
/// which graph it is, D node width, H hidden width.
/// </remarks>
public sealed class Generator : nn.Module<Tensor, GraphLogits>
{
    /// <summary>Latent numbers of one graph.</summary>
    public const int GraphLatent = 32;

    private const int NodeWidth = 32;                 // D
    private const int HiddenWidth = 64;               // H
    private const int MessageLayers = 2;
    private const double EdgeThreshold = 0.5;
    private const float ForcedLogit = 20;

    private readonly GraphEncoding _encoding;
    private readonly int _latent;                     // Z
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
        _latent = GraphLatent + (encoding.Parts > 1 ? encoding.Parts : 0);
        _embedding = Layers.TwoLayers(encoding.Classes, NodeWidth, NodeWidth, random.Fork("embedding"));
        _startNode = Layers.TwoLayers(NodeWidth + _latent, HiddenWidth, NodeWidth, random.Fork("start node"));
        _newNode = Layers.TwoLayers(2 * NodeWidth + _latent, HiddenWidth, NodeWidth, random.Fork("new node"));
        _messages = new MessagePassing(NodeWidth, MessageLayers, random.Fork("messages"));
        _readOut = new GatedSum(NodeWidth, random.Fork("read-out"));
        _readOutInit = new GatedSum(NodeWidth, random.Fork("read-out of new nodes"));
        _nodeScore = Layers.TwoLayers(
            NodeWidth + _latent, HiddenWidth / 2, encoding.Classes, random.Fork("node score"));
        _edgeScore = Layers.TwoLayers(3 * NodeWidth + _latent, HiddenWidth, 1, random.Fork("edge score"));
        RegisterComponents();
    }

    /// <summary>Width of the latent space: latent numbers of an architecture.</summary>
    public int LatentWidth => LatentWidthOf(_encoding);

    /// <summary>Width of the latent space of architectures of so many graphs.</summary>
    public static int LatentWidthOf(GraphEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return encoding.Parts * GraphLatent;
    }

    /// <param name="input">Points z. // (B, LatentWidth)</param>
    public override GraphLogits forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var (count, parts) = (input.shape[0], _encoding.Parts);
        var (nodes, edges) = Grow(OfGraphs(input));
        return new GraphLogits(
            nodes.view(count, parts, _encoding.Nodes - 1, _encoding.Classes).MoveToOuterDisposeScope(),
            edges.view(count, parts, _encoding.Pairs).MoveToOuterDisposeScope());
    }

    /// <summary>A point for each graph, and which of its architecture's graphs it is where there are several.
    /// // (G, Z)</summary>
    private Tensor OfGraphs(Tensor points)
    {
        var graphs = points.reshape(-1, GraphLatent);
        return _encoding.Parts == 1 ? graphs
            : cat([graphs, eye(_encoding.Parts).repeat(points.shape[0], 1)], 1);
    }

    /// <summary>All graphs, node by node. // (G, Z) -> (G, N-1, A) and (G, P)</summary>
    private (Tensor Nodes, Tensor Edges) Grow(Tensor input)
    {
        var (batch, nodes) = (input.shape[0], _encoding.Nodes);
        var inputNode = zeros([batch, _encoding.Classes]);
        inputNode.narrow(1, GraphEncoding.Input, 1).fill_(1);
        var states = _startNode.forward(cat([_embedding.forward(inputNode), input], 1)).unsqueeze(1);  // (G, v, D)
        var incoming = zeros([batch, nodes, nodes]);                                            // (G, target, source)
        var (nodeLogits, edgeLogits) = (new List<Tensor>(), new List<Tensor>());
        var gates = _messages.Gates();
        var score = JoinedEdgeScore();
        for (var v = 1; v < nodes; v++)
        {
            if (v > 1)
            {
                states = _messages.forward(states, incoming.narrow(1, 0, v).narrow(2, 0, v), gates);
            }

            var graph = cat([_readOut.forward(states), input], 1);                                  // (G, D + Z)
            var node = _nodeScore.forward(graph);                                                   // (G, A)
            var state = _newNode.forward(cat([_embedding.forward(node), _readOutInit.forward(states), input], 1));
            var edges = Force(score(states, cat([state, graph], 1)), v);                            // (G, v)
            incoming.narrow(1, v, 1).narrow(2, 0, v).copy_(edges.detach().gt(EdgeThreshold).unsqueeze(1));
            states = cat([states, state.unsqueeze(1)], 1);
            nodeLogits.Add(node);
            edgeLogits.Add(edges);
        }

        return (stack(nodeLogits, 1), cat(edgeLogits, 1));
    }

    /// <summary>
    /// The edge score, [h_u] for each node and [h_v, h_G, z] for each graph to (G, v): what a graph's edges share is
    /// multiplied once for the graph.
    /// </summary>
    private Func<Tensor, Tensor, Tensor> JoinedEdgeScore()
    {
        var (hidden, logit) = ((Linear)_edgeScore[0], (Linear)_edgeScore[2]);
        var columns = hidden.weight!.split([NodeWidth, 2 * NodeWidth + _latent], 1);          // of h_u; of the rest
        return (nodes, rest) =>
        {
            var shared = nn.functional.linear(rest, columns[1], hidden.bias).unsqueeze(1);          // (G, 1, H)
            return logit.forward((nn.functional.linear(nodes, columns[0]) + shared).relu()).squeeze(2);
        };
    }

    /// <summary>Sets the logits of the edges to node v that every graph has. // (G, v)</summary>
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
