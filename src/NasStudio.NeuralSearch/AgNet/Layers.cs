using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// Layers and tensors whose numbers come from a <see cref="RandomSource"/>, never from a global generator.
/// </summary>
/// <remarks>Uniform in +-1/sqrt(fan-in), libtorch's own default for linear and GRU layers.</remarks>
internal static class Layers
{
    /// <summary>x W' + b. // (..., inputs) -> (..., outputs)</summary>
    public static Linear Linear(int inputs, int outputs, RandomSource random)
    {
        var layer = nn.Linear(inputs, outputs);
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            layer.weight!.copy_(Uniform(random, 1 / Math.Sqrt(inputs), outputs, inputs));
            layer.bias!.copy_(Uniform(random, 1 / Math.Sqrt(inputs), outputs));
        }

        return layer;
    }

    /// <summary>A linear layer, ReLU, a linear layer. // (..., inputs) -> (..., outputs)</summary>
    public static Sequential TwoLayers(int inputs, int hidden, int outputs, RandomSource random)
        => nn.Sequential(Linear(inputs, hidden, random), nn.ReLU(), Linear(hidden, outputs, random));

    /// <summary>A trainable tensor.</summary>
    public static Parameter Parameter(int fanIn, RandomSource random, params long[] shape)
        => nn.Parameter(Uniform(random, 1 / Math.Sqrt(fanIn), shape));

    /// <summary>Independent standard normal numbers.</summary>
    public static Tensor Normal(RandomSource random, params long[] shape) => Filled(shape, random.NextGaussian);

    /// <summary>Independent uniform numbers in [-limit, limit).</summary>
    public static Tensor Uniform(RandomSource random, double limit, params long[] shape)
        => Filled(shape, () => limit * (2 * random.NextDouble() - 1));

    /// <summary>All numbers of a float32 tensor, row by row.</summary>
    public static float[] Values(this Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static Tensor Filled(long[] shape, Func<double> draw)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)draw();
        }

        return tensor(values, shape);
    }
}
