using static TorchSharp.torch;

[assembly: CollectionBehavior(DisableTestParallelization = true)]   // the live-handle counter is the process's

namespace NasStudio.LibTorch.Tests;

/// <summary>Comparisons of tensors with numbers, and gradients with finite differences.</summary>
internal static class Check
{
    /// <summary>The elements in row-major order as doubles.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).cpu().data<double>().ToArray();
    }

    public static void Equal(double[] expected, Tensor actual, double tolerance = 1e-6)
    {
        var values = Values(actual);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(expected[i])) Assert.True(double.IsNaN(values[i]), $"element {i}: {values[i]} is not NaN");
            else if (double.IsInfinity(expected[i])) Assert.Equal(expected[i], values[i]);
            else Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"element {i}: expected {expected[i]}, got {values[i]}");
        }
    }

    public static void Equal(double expected, Tensor actual, double tolerance = 1e-6) => Equal([expected], actual, tolerance);

    public static void Shape(long[] expected, Tensor actual) => Assert.Equal(expected, actual.shape);

    /// <summary>Central differences in float64 against autograd, every element of every input.</summary>
    public static void Gradients(Func<Tensor[], Tensor> function, params double[][] inputs)
    {
        using var scope = NewDisposeScope();
        var leaves = inputs.Select(i => tensor(i, requires_grad: true)).ToArray();
        Tests.Gradients.Check(() => function(leaves).sum(), leaves);
    }
}

/// <summary>A test that needs a CUDA device; skipped with a reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (!cuda.is_available()) Skip = "needs a CUDA device and a CUDA build of libtorch; neither is here";
    }
}
