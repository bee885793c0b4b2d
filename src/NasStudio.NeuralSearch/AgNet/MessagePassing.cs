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
internal sealed class MessagePassing : nn.Module<Tensor, Tensor, IReadOnlyList<MessageGates>, Tensor>
{
    private readonly ModuleList<MessageLayer> _layers;

    public MessagePassing(int width, int layers, RandomSource random) : base(nameof(MessagePassing))
    {
        _layers = nn.ModuleList(Enumerable.Range(0, layers)
            .Select(layer => new MessageLayer(width / 2, random.Fork("message layer", layer))).ToArray());
        RegisterComponents();
    }

    /// <summary>What every call of a forward pass shares: computed once, before the first.</summary>
    public IReadOnlyList<MessageGates> Gates() => [.. _layers.Select(layer => layer.Join())];

    /// <param name="nodes">(B, v, D)</param>
    /// <param name="incoming">1 where node t hears from node s, else 0. // (B, v targets, v sources)</param>
    /// <param name="gates">Of <see cref="Gates"/>.</param>
    /// <returns>(B, v, D)</returns>
    public override Tensor forward(Tensor nodes, Tensor incoming, IReadOnlyList<MessageGates> gates)
    {
        var (batch, count, half) = (nodes.shape[0], nodes.shape[1], nodes.shape[2] / 2);
        var adjacency = stack([incoming, incoming.transpose(1, 2)]).unsqueeze(4);                   // (2, B, v, v, 1)
        var neighbours = new Neighbours(adjacency, adjacency.sum(3));
        var state = nodes.view(batch, count, 2, half).permute(2, 0, 1, 3).contiguous();             // (2, B, v, H)
        foreach (var (layer, joined) in _layers.Zip(gates))
        {
            state = layer.forward(state, neighbours, joined);
        }

        return state.permute(1, 2, 0, 3).reshape(batch, count, 2 * half);
    }
}

/// <summary>Who hears from whom, forward and backward.</summary>
/// <param name="Adjacency">1 where node t hears from node s, else 0. // (2, B, v targets, v sources, 1)</param>
/// <param name="Degree">From how many a node hears. // (2, B, v, 1)</param>
internal readonly record struct Neighbours(Tensor Adjacency, Tensor Degree);

/// <summary>
/// What a layer's messages and states add up to: reset, update, the message's part of new, the state's part of new.
/// </summary>
/// <param name="Weights">Rows for [S, d h_t, d, h_t]. // (2, 3H + 1, 4H)</param>
/// <param name="Bias">(2, 1, 4H)</param>
internal readonly record struct MessageGates(Tensor Weights, Tensor Bias);

/// <summary>One round of messages in both directions: m_t = sum over s of M [h_s, h_t], h_t = GRU(m_t, h_t).</summary>
/// <remarks>
/// GRU as in Cho et al., EMNLP 2014, in libtorch's form. Nothing nonlinear stands between the states and the gates'
/// sums, so with S the sum of the senders' states and d their number, all of them are one product
/// [S, d h_t, d, h_t] W: M and the gates' weights are multiplied once for a whole forward pass.
/// </remarks>
internal sealed class MessageLayer : nn.Module<Tensor, Neighbours, MessageGates, Tensor>
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

    /// <summary>Joins the weights of the messages with those of the gates.</summary>
    public MessageGates Join()
    {
        long[] parts = [2 * _half, _half];                                              // reset and update; new
        var rows = _message.split([2 * _half, 2 * _half], 2);                           // of S, of d h_t: (2, H, D)
        var fromMessage = cat([rows[0], rows[1], _messageBias.squeeze(1)], 1).bmm(_inputGates);     // (2, 2H + 1, 3H)
        var fromState = _stateGates.split(parts, 2);
        var (inputBias, stateBias) = (_inputBias.split(parts, 2), _stateBias.split(parts, 2));
        var weights = cat(
        [
            cat([fromMessage, zeros([2, 2 * _half + 1, _half])], 2),
            cat([fromState[0], zeros([2, _half, _half]), fromState[1]], 2),
        ], 1);
        return new MessageGates(weights, cat([inputBias[0] + stateBias[0], inputBias[1], stateBias[1]], 2));
    }

    /// <param name="state">(2, B, v, H)</param>
    /// <param name="neighbours">Who hears from whom.</param>
    /// <param name="gates">Of <see cref="Join"/>.</param>
    /// <returns>(2, B, v, H)</returns>
    public override Tensor forward(Tensor state, Neighbours neighbours, MessageGates gates)
    {
        var (batch, count) = (state.shape[1], state.shape[2]);
        var (adjacency, degree) = neighbours;
        var senders = (adjacency * state.unsqueeze(2)).sum(3);                                      // (2, B, v, H)
        var heard = cat([senders, degree * state, degree, state], 3).view(2, batch * count, 3 * _half + 1);
        var sums = baddbmm(gates.Bias, heard, gates.Weights).view(2, batch, count, 4 * _half)
            .split([2 * _half, _half, _half], 3);
        var open = sums[0].sigmoid().split(_half, 3);                                               // reset, update
        var fresh = (sums[1] + open[0] * sums[2]).tanh();
        return fresh.lerp(state, open[1]);
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
