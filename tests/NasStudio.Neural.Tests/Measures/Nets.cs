using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Measures;

/// <summary>Networks small enough to calculate by hand.</summary>
internal static class Nets
{
    /// <summary>A linear layer with these weights. // (out, in)</summary>
    public static Linear Linear(float[,] weights, float[]? bias = null)
    {
        var layer = nn.Linear(weights.GetLength(1), weights.GetLength(0), hasBias: bias is not null);
        using var noGradient = no_grad();
        layer.weight!.copy_(tensor(weights));
        if (bias is not null) layer.bias!.copy_(tensor(bias));
        return layer;
    }

    /// <summary>Two ReLU units, then their sum: relu(x1) + relu(x2).</summary>
    public static Sequential TwoRelus() => nn.Sequential(nn.ReLU(), Linear(new float[,] { { 1, 1 } }));
}
