using System.Runtime.Intrinsics;
using NasStudio.Core.Randomness;

namespace NasStudio.Search.Bananas;

/// <summary>How a <see cref="PredictorNetwork"/> is built and trained.</summary>
/// <param name="Depth">Hidden layers.</param>
/// <param name="Width">Units of each.</param>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="MiniBatch">Rows in a step.</param>
/// <param name="LearningRate">Adam's step size.</param>
internal sealed record PredictorTraining(int Depth, int Width, int Epochs, int MiniBatch, double LearningRate);

/// <summary>
/// A small feed-forward network with rectified units, on plain numbers: a run of a search trains hundreds of them, each
/// far too small for a tensor library's calls to pay. Equal random sources give bitwise equal networks.
/// </summary>
/// <remarks>
/// Notation: L layers of weights, layer l is (in_l, out_l), row by row of its inputs; n rows, W inputs, M outputs. Rows
/// whose input is 0 are skipped: encodings are nearly all zeros, and so is half of what rectified units give. Weights
/// start as in He, Zhang, Ren and Sun, ICCV 2015; steps are Adam's (Kingma and Ba, ICLR 2015, algorithm 1).
/// </remarks>
internal sealed class PredictorNetwork
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
    private readonly Layer[] _layers;
    private readonly double[][] _activations;                 // input of each layer, then the output // (L + 1, ...)
    private readonly double[][] _deltas;                      // derivative by each activation // (L + 1, ...)
    private int _steps;

    /// <summary>An untrained network.</summary>
    public PredictorNetwork(int inputs, int outputs, PredictorTraining training, RandomSource random)
    {
        int[] sizes = [inputs, .. Enumerable.Repeat(training.Width, training.Depth), outputs];
        _layers = [.. Enumerable.Range(0, sizes.Length - 1).Select(l => new Layer(sizes[l], sizes[l + 1], random))];
        _activations = [.. sizes.Select(size => new double[size])];
        _deltas = [.. sizes.Select(size => new double[size])];
    }

    /// <summary>Fits the network by weighted absolute error.</summary>
    /// <param name="inputs">// (n, W)</param>
    /// <param name="targets">// (n, M)</param>
    /// <param name="weights">Weight of each error. // (n, M)</param>
    /// <param name="training">How long and how fast.</param>
    /// <param name="random">Shuffles the rows.</param>
    /// <param name="cancellation">Heard before each epoch.</param>
    public void Train(
        double[][] inputs, double[][] targets, double[][] weights, PredictorTraining training, RandomSource random,
        CancellationToken cancellation)
    {
        int[] order = [.. Enumerable.Range(0, inputs.Length)];
        for (var epoch = 0; epoch < training.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            random.Shuffle(order.AsSpan());
            for (var start = 0; start < order.Length; start += training.MiniBatch)
            {
                var rows = order.AsSpan(start, Math.Min(training.MiniBatch, order.Length - start));
                foreach (var row in rows)
                {
                    var outputs = Forward(inputs[row]);
                    var errors = _deltas[^1];
                    for (var m = 0; m < outputs.Length; m++)
                    {
                        errors[m] = weights[row][m] * Math.Sign(outputs[m] - targets[row][m]) / rows.Length;
                    }

                    Backward();
                }

                Step(training.LearningRate);
            }
        }
    }

    /// <summary>What it expects. // (M)</summary>
    /// <param name="input">// (W)</param>
    public double[] Predict(double[] input) => [.. Forward(input)];

    private double[] Forward(double[] input)
    {
        input.CopyTo(_activations[0], 0);
        for (var l = 0; l < _layers.Length; l++)
        {
            var (layer, x, y) = (_layers[l], _activations[l], _activations[l + 1]);
            layer.Biases.Values.CopyTo(y, 0);
            for (var i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                {
                    AddScaled(x[i], layer.Weights.Values.AsSpan(i * y.Length, y.Length), y);
                }
            }

            for (var j = 0; l < _layers.Length - 1 && j < y.Length; j++)
            {
                y[j] = Math.Max(0, y[j]);
            }
        }

        return _activations[^1];
    }

    /// <summary>Adds the gradients of the row that went forward last.</summary>
    private void Backward()
    {
        for (var l = _layers.Length - 1; l >= 0; l--)
        {
            var (layer, x, delta, below) = (_layers[l], _activations[l], _deltas[l + 1], _deltas[l]);
            AddScaled(1, delta, layer.Biases.Gradients);
            for (var i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                {
                    AddScaled(x[i], delta, layer.Weights.Gradients.AsSpan(i * delta.Length, delta.Length));
                    below[i] = l > 0 ? Dot(layer.Weights.Values.AsSpan(i * delta.Length, delta.Length), delta) : 0;
                }
                else
                {
                    below[i] = 0;                             // a unit that is off passes nothing down
                }
            }
        }
    }

    private void Step(double learningRate)
    {
        _steps++;
        var rate = learningRate * Math.Sqrt(1 - Math.Pow(Beta2, _steps)) / (1 - Math.Pow(Beta1, _steps));
        foreach (var layer in _layers)
        {
            layer.Weights.Step(rate);
            layer.Biases.Step(rate);
        }
    }

    // Fixed lanes, so that sums are the same on every machine.
    private static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        var i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            (Vector256.Create(y[i..]) + Vector256.Create(x[i..]) * factor).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            y[i] += x[i] * factor;
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (lanes, i) = (Vector256<double>.Zero, 0);
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            lanes += Vector256.Create(x[i..]) * Vector256.Create(y[i..]);
        }

        var sum = Vector256.Sum(lanes);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>A layer's weights and biases.</summary>
    private sealed class Layer
    {
        public Layer(int inputs, int outputs, RandomSource random)
        {
            var scale = Math.Sqrt(2.0 / inputs);
            Weights = new([.. Enumerable.Range(0, inputs * outputs).Select(_ => scale * random.NextGaussian())]);
            Biases = new(new double[outputs]);
        }

        public Parameters Weights { get; }

        public Parameters Biases { get; }
    }

    /// <summary>Numbers that are learned, with their gradients and Adam's two moments.</summary>
    private sealed class Parameters(double[] values)
    {
        private readonly double[] _first = new double[values.Length];
        private readonly double[] _second = new double[values.Length];

        public double[] Values => values;

        public double[] Gradients { get; } = new double[values.Length];

        public void Step(double rate)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var gradient = Gradients[i];
                _first[i] += (1 - Beta1) * (gradient - _first[i]);
                _second[i] += (1 - Beta2) * (gradient * gradient - _second[i]);
                values[i] -= rate * _first[i] / (Math.Sqrt(_second[i]) + Epsilon);
                Gradients[i] = 0;
            }
        }
    }
}
