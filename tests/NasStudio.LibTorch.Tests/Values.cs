using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

/// <summary>Tensors from and against plain numbers.</summary>
internal static class Values
{
    internal static Tensor Of(long[] shape, params double[] values) => tensor(values, dtype: ScalarType.Float64).reshape(shape);

    internal static double[] Doubles(Tensor actual)
    {
        using var scope = NewDisposeScope();
        return actual.detach().to_type(ScalarType.Float64).contiguous().view(-1).data<double>().ToArray();
    }

    internal static void AssertEqual(double[] expected, Tensor actual, double tolerance = 1e-9)
    {
        var found = Doubles(actual);
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"element {i}: {found[i]} instead of {expected[i]}");
    }
}
