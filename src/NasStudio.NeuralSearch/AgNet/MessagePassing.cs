using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// Lets the nodes of a batch of graphs exchange messages along and against their edges. One half of each node's state
/// travels forward, the other backward; every layer and direction has its own weights.
/// </summary>
/// <remarks>
/// Li, Vinyals, Dyer, Pascanu and Battaglia, "Learning Deep Generative Models of Graphs", 2018, section 3.2; two
/// directions as in Lukasik, Friede, Zela, Hutter and Keuper, "Smooth Variational Graph Embeddings for Efficient Neural
/// Architecture Search", IJCNN 2021. Both directions run as one batch of two, because small kernels cost mostly
/// their launch.
/// Notation: B graphs, v nodes so far, D width of a node, H = D/2.
/// </remarks>
internal sealed class MessagePassing : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly ModuleList<MessageLayer> _layers;

    public MessagePassing(int width, int layers, RandomSource random) : base(nameof(MessagePassing))
    {
        _layers = nn.ModuleList(Enumerable.Range(0, layers)
            .Select(layer => new MessageLayer(width / 2, random.Fork("message layer", layer))).ToArray());
        RegisterComponents();
    }

    /// <param name="nodes">(B, v, D)</param>
    /// <param name="incoming">1 where node t hears from node s, else 0. // (B, v targets, v sources)</param>
    /// <returns>(B, v, D)</returns>
    public override Tensor forward(Tensor nodes, Tensor incoming)
    {
        var (batch, count, half) = (nodes.shape[0], nodes.shape[1], nodes.shape[2] / 2);
        var adjacency = stack([incoming, incoming.transpose(1, 2)]).unsqueeze(4);                   // (2, B, v, v, 1)
        var degree = adjacency.sum(3);                                                              // (2, B, v, 1)
        var state = nodes.view(batch, count, 2, half).permute(2, 0, 1, 3).reshape(2, batch * count, half);
        foreach (var layer in _layers)
        {
            state = layer.forward(state, adjacency, degree);                                        // (2, B v, H)
        }

        return state.view(2, batch, count, half).permute(1, 2, 0, 3).reshape(batch, count, 2 * half);
    }
}

/// <summary>One round of messages in both directions: m_t = sum over s of M [h_s, h_t], h_t = GRU(m_t, h_t).</summary>
/// <remarks>
/// GRU as in Cho et al., EMNLP 2014, in libtorch's form. M [h_s, h_t] is split into a part of the sender, summed over
/// senders, and a part of the receiver, which counts once for each sender.
/// </remarks>
internal sealed class MessageLayer : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly int _half;                       // H
    private readonly Parameter _message;              // (2, H, 2D): columns of the sender, then of the receiver
    private readonly Parameter _messageBias;          // (2, 1, 1, D)
    private readonly Parameter _inputGates;           // (2, D, 3H): reset, update, new
    private readonly Parameter _inputBias;            // (2, 1, 3H)
    private readonly Parameter _stateGates;           // (2, H, 3H)
    private readonly Parameter _stateBias;            // (2, 1, 3H)

    public MessageLayer(int half, RandomSource random) : base(nameof(MessageLayer))
    {
        _half = half;
        _message = Layers.Parameter(2 * half, random, 2, half, 4 * half);
        _messageBias = Layers.Parameter(2 * half, random, 2, 1, 1, 2 * half);
        _inputGates = Layers.Parameter(half, random, 2, 2 * half, 3 * half);
        _inputBias = Layers.Parameter(half, random, 2, 1, 3 * half);
        _stateGates = Layers.Parameter(half, random, 2, half, 3 * half);
        _stateBias = Layers.Parameter(half, random, 2, 1, 3 * half);
        RegisterComponents();
    }

    /// <param name="state">(2, B v, H)</param>
    /// <param name="adjacency">(2, B, v, v, 1)</param>
    /// <param name="degree">How many senders each node has. // (2, B, v, 1)</param>
    /// <returns>(2, B v, H)</returns>
    public override Tensor forward(Tensor state, Tensor adjacency, Tensor degree)
    {
        var (batch, count, width) = (adjacency.shape[1], adjacency.shape[2], 2 * _half);
        var parts = bmm(state, _message).view(2, batch, count, 2 * width);                          // (2, B, v, 2D)
        var sent = (adjacency * parts.narrow(3, 0, width).unsqueeze(2)).sum(3);                     // (2, B, v, D)
        var message = sent + degree * (parts.narrow(3, width, width) + _messageBias);
        var input = baddbmm(_inputBias, message.view(2, batch * count, width), _inputGates);        // (2, B v, 3H)
        var own = baddbmm(_stateBias, state, _stateGates);                                          // (2, B v, 3H)
        var gates = (input.narrow(2, 0, width) + own.narrow(2, 0, width)).sigmoid();
        var (reset, update) = (gates.narrow(2, 0, _half), gates.narrow(2, _half, _half));
        var fresh = (input.narrow(2, width, _half) + reset * own.narrow(2, width, _half)).tanh();
        return fresh + update * (state - fresh);
    }
}

/// <summary>
/// A graph as the gated sum of its nodes: sum over v of sigmoid(g h_v) * W h_v; a single node is W h alone.
/// </summary>
internal sealed class GatedSum : nn.Module<Tensor, Tensor>
{
    private readonly Linear _gate;
    private readonly Linear _value;

    public GatedSum(int width, RandomSource random) : base(nameof(GatedSum))
    {
        _gate = Layers.Linear(width, 1, random);
        _value = Layers.Linear(width, width, random);
        RegisterComponents();
    }

    /// <param name="input">Nodes. // (B, v, D)</param>
    /// <returns>(B, D)</returns>
    public override Tensor forward(Tensor input)
    {
        var value = _value.forward(input);
        return input.shape[1] == 1 ? value.squeeze(1) : (_gate.forward(input).sigmoid() * value).sum(1);
    }
}
