using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

/// <summary>Tensors from and against plain numbers.</summary>
internal static class Values
{
    internal static Tensor Of(long[] shape, params double[] values) => tensor(values, dtype: ScalarType.Float64).reshape(shape);

    internal static double[] Doubles(Tensor actual) => Check.Values(actual);

    internal static void AssertEqual(double[] expected, Tensor actual, double tolerance = 1e-9) => Check.Equal(expected, actual, tolerance);
}
