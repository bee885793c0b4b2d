using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>PyTorch's default initial values.</summary>
internal static class DefaultInitialisation
{
    /// <summary>Weight and bias uniform in ±1/√fan_in (kaiming_uniform with a = √5), as PyTorch's Linear and Conv.</summary>
    internal static void LinearLike(Parameter weight, Parameter? bias)
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null) return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }

    /// <summary>Everything uniform in ±1/√hidden, as PyTorch's recurrent modules.</summary>
    internal static void Recurrent(IEnumerable<Parameter> parameters, long hiddenSize)
    {
        var bound = hiddenSize > 0 ? 1 / Math.Sqrt(hiddenSize) : 0;
        foreach (var parameter in parameters) nn.init.uniform_(parameter, -bound, bound);
    }
}
