using NasStudio.Core.Randomness;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests;

/// <summary>Random tensors of tests.</summary>
internal static class Draws
{
    /// <summary>Normal draws of a shape.</summary>
    public static Tensor Normal(RandomSource random, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, side) => product * side)];
        for (var i = 0; i < values.Length; i++) values[i] = (float)random.NextGaussian();
        return tensor(values, shape);
    }
}
