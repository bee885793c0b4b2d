using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

/// <summary>Compares backward() with central differences in float64.</summary>
internal static class Gradients
{
    private const double Step = 1e-6;

    /// <summary>Checks the gradient of a scalar function with respect to each of the tensors, element by element.</summary>
    internal static void Check(Func<Tensor> function, params Tensor[] variables)
    {
        using var scope = NewDisposeScope();
        foreach (var variable in variables) variable.grad = null;
        function().backward();
        foreach (var variable in variables)
        {
            var gradient = variable.grad;
            Assert.NotNull(gradient);
            var values = variable.detach().view(-1);
            var found = gradient.contiguous().view(-1);
            for (long i = 0; i < values.NumberOfElements; i++)
            {
                var expected = Difference(function, values, i);
                Assert.True(
                    Math.Abs(expected - found[i].ToDouble()) < 1e-5 * Math.Max(1, Math.Abs(expected)),
                    $"element {i}: {found[i].ToDouble()} instead of {expected}");
            }
        }
    }

    /// <summary>Numbers that differ enough that no maximum or kink lies within a step of another.</summary>
    internal static Tensor Spread(params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var values = Enumerable.Range(0, (int)count).Select(i => Math.Sin(1.7 * i + 0.3) + 0.01 * i).ToArray();
        return tensor(values, dtype: ScalarType.Float64).reshape(shape);
    }

    internal static Tensor SpreadVariable(params long[] shape) => Spread(shape).requires_grad_();

    private static double Difference(Func<Tensor> function, Tensor values, long i)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var before = values[i].ToDouble();
        values[i] = tensor(before + Step, ScalarType.Float64);
        var above = function().ToDouble();
        values[i] = tensor(before - Step, ScalarType.Float64);
        var below = function().ToDouble();
        values[i] = tensor(before, ScalarType.Float64);
        return (above - below) / (2 * Step);
    }
}
