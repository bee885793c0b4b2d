using NasStudio.Core.Architectures;
using NasStudio.NeuralSearch.AgNet;

namespace NasStudio.NeuralSearch.Tests.AgNet;

/// <summary>
/// The generator once more, for one graph and in plain double loops over nodes and edges, from the published equations:
/// what the batched one is compared with. Reads the weights of a <see cref="Generator"/> by name.
/// </summary>
internal sealed class NaiveGenerator
{
    private const int Half = 16, Nodes = 8, Classes = 7;

    private readonly Dictionary<string, (long[] Shape, float[] Values)> _weights;

    public NaiveGenerator(Generator generator)
        => _weights = generator.named_parameters().ToDictionary(
            p => p.name, p => (p.parameter.shape, p.parameter.detach().contiguous().data<float>().ToArray()));

    /// <summary>Node logits (7 of 7) and edge logits (28) of one point.</summary>
    public (double[][] Nodes, double[] Edges) Run(double[] z)
    {
        var input = new double[Classes];
        input[GraphEncoding.Input] = 1;
        var states = new List<double[]> { TwoLayers("_startNode", [.. TwoLayers("_embedding", input), .. z]) };
        var present = new bool[Nodes, Nodes];                 // from, to
        var nodeLogits = new List<double[]>();
        var edgeLogits = new List<double>();
        for (var v = 1; v < Nodes; v++)
        {
            if (v > 1)
            {
                states = Propagate(states, present);
            }

            var graph = ReadOut("_readOut", states);
            var node = TwoLayers("_nodeScore", [.. graph, .. z]);
            var seed = ReadOut("_readOutInit", states);
            var state = TwoLayers("_newNode", [.. TwoLayers("_embedding", node), .. seed, .. z]);
            for (var u = 0; u < v; u++)
            {
                var logit = (u, v) == (0, 1)
                    ? 20
                    : TwoLayers("_edgeScore", [.. states[u], .. state, .. graph, .. z])[0];
                present[u, v] = logit > 0.5;
                edgeLogits.Add(logit);
            }

            states.Add(state);
            nodeLogits.Add(node);
        }

        return ([.. nodeLogits], [.. edgeLogits]);
    }

    private List<double[]> Propagate(List<double[]> states, bool[,] present)
    {
        for (var layer = 0; layer < 2; layer++)
        {
            var next = states.ConvertAll(_ => new double[2 * Half]);
            for (var direction = 0; direction < 2; direction++)
            {
                for (var target = 0; target < states.Count; target++)
                {
                    var own = states[target][(direction * Half)..((direction + 1) * Half)];
                    var message = new double[2 * Half];
                    for (var source = 0; source < states.Count; source++)
                    {
                        if (direction == 0 ? present[source, target] : present[target, source])
                        {
                            var sender = states[source][(direction * Half)..((direction + 1) * Half)];
                            Add(message, Message(layer, direction, sender, own));
                        }
                    }

                    Gru(layer, direction, message, own).CopyTo(next[target], direction * Half);
                }
            }

            states = next;
        }

        return states;
    }

    /// <summary>M [h_s, h_t] + b.</summary>
    private double[] Message(int layer, int direction, double[] sender, double[] receiver)
    {
        var matrix = _weights[$"_messages._layers.{layer}._message"].Values;
        var bias = _weights[$"_messages._layers.{layer}._messageBias"].Values;
        var message = new double[2 * Half];
        for (var o = 0; o < message.Length; o++)
        {
            message[o] = bias[direction * 2 * Half + o];
            for (var i = 0; i < Half; i++)
            {
                var row = (direction * Half + i) * 4 * Half;
                message[o] += sender[i] * matrix[row + o] + receiver[i] * matrix[row + 2 * Half + o];
            }
        }

        return message;
    }

    private double[] Gru(int layer, int direction, double[] message, double[] state)
    {
        var input = Affine($"_messages._layers.{layer}._input", direction, message);
        var own = Affine($"_messages._layers.{layer}._state", direction, state);
        var next = new double[Half];
        for (var i = 0; i < Half; i++)
        {
            var reset = Sigmoid(input[i] + own[i]);
            var update = Sigmoid(input[Half + i] + own[Half + i]);
            var fresh = Math.Tanh(input[2 * Half + i] + reset * own[2 * Half + i]);
            next[i] = (1 - update) * fresh + update * state[i];
        }

        return next;
    }

    private double[] Affine(string name, int direction, double[] x)
    {
        var (matrix, bias) = (_weights[name + "Gates"].Values, _weights[name + "Bias"].Values);
        return [.. Enumerable.Range(0, 3 * Half).Select(o => bias[direction * 3 * Half + o]
            + x.Select((value, i) => value * matrix[(direction * x.Length + i) * 3 * Half + o]).Sum())];
    }

    private double[] ReadOut(string name, List<double[]> states)
    {
        var sum = new double[2 * Half];
        foreach (var state in states)
        {
            var gate = states.Count == 1 ? 1 : Sigmoid(Linear(name + "._gate", state)[0]);
            Add(sum, [.. Linear(name + "._value", state).Select(x => gate * x)]);
        }

        return sum;
    }

    private double[] TwoLayers(string name, double[] x)
        => Linear(name + ".2", [.. Linear(name + ".0", x).Select(h => Math.Max(0, h))]);

    private double[] Linear(string name, double[] x)
    {
        var (shape, matrix) = _weights[name + ".weight"];
        var bias = _weights[name + ".bias"].Values;
        Assert.Equal(shape[1], x.Length);
        return [.. bias.Select((b, o) => b + x.Select((v, i) => v * matrix[o * x.Length + i]).Sum())];
    }

    private static void Add(double[] sum, double[] x)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += x[i];
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
