using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Training;

/// <summary>
/// The bridge from <see cref="RandomSource"/> to libtorch: the only place that seeds anything of libtorch's. Its one
/// global generator is never used for a result, so that trainings side by side cannot disturb each other.
/// </summary>
public static class Seeding
{
    /// <summary>A generator of libtorch with a seed of its own; dispose it.</summary>
    public static Generator NewGenerator(RandomSource random, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new Generator(unchecked((ulong)random.NextSeed()), device);
    }

    /// <summary>
    /// Draws all initial weights of a network anew: convolutions and linear layers uniform within 1/sqrt(fan-in), as
    /// PyTorch's defaults are; batch norms start as the identity.
    /// </summary>
    /// <remarks>
    /// Each module draws from a fork by its own name, on the CPU, whatever the device: equal seeds give equal networks
    /// everywhere. He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015, with a = sqrt(5).
    /// </remarks>
    /// <param name="network">The network; changed in place.</param>
    /// <param name="random">Forked by purpose and name; never drawn from.</param>
    public static void Fill(nn.Module network, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(random);
        using var noGradient = no_grad();
        foreach (var (name, module) in network.named_modules())
        {
            var source = random.Fork($"initial weights of {name}");
            switch (module)
            {
                case Conv2d conv: FillUniform(conv.weight!, conv.bias, source); break;
                case Linear linear: FillUniform(linear.weight!, linear.bias, source); break;
                case BatchNorm2d norm: norm.reset_parameters(); break;
            }
        }
    }

    private static void FillUniform(Tensor weight, Tensor? bias, RandomSource random)
    {
        // fan-in: all dimensions but the first
        var bound = 1 / Math.Sqrt((double)weight.numel() / weight.shape[0]);
        FillUniform(weight, bound, random);
        if (bias is not null) FillUniform(bias, bound, random);
    }

    /// <summary>Draws every entry anew, uniformly within a bound either way.</summary>
    internal static void FillUniform(Tensor target, double bound, RandomSource random)
    {
        using var noGradient = no_grad();
        var values = new float[target.numel()];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(bound * (2 * random.NextDouble() - 1));
        using var drawn = tensor(values, target.shape);
        target.copy_(drawn);
    }
}
