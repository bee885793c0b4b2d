using System.Collections.Immutable;
using NasStudio.Core.Randomness;
using NasStudio.OneShot.Supernets;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>alpha: one logit for each category of each variable, learned by Adam.</summary>
internal sealed class ArchitectureWeights : IDisposable
{
    private const double Spread = 1e-3;                               // Liu et al. 2019, the published code
    private readonly Adam _optimizer;

    /// <summary>Small random logits.</summary>
    /// <param name="counts">C of each variable. // (variables)</param>
    /// <param name="random">Is drawn from.</param>
    /// <param name="rate">Adam's rate.</param>
    /// <param name="weightDecay">Pull towards 0.</param>
    /// <param name="device">Where they live.</param>
    public ArchitectureWeights(
        ImmutableArray<int> counts, RandomSource random, double rate, double weightDecay, Device device)
    {
        Logits = [.. counts.Select(count => new Parameter(Drawn(count)))];
        foreach (var logits in Logits) logits.DetachFromDisposeScope();
        _optimizer = optim.Adam(Logits, rate, beta1: 0.5, beta2: 0.999, weight_decay: weightDecay);

        Tensor Drawn(int count)
            => tensor(Enumerable.Range(0, count).Select(_ => (float)(Spread * random.NextGaussian())).ToArray(), device: device);
    }

    /// <summary>The logits. // (variables)(C)</summary>
    public ImmutableArray<Parameter> Logits { get; }

    /// <summary>Their values. // (variables)(C)</summary>
    public ImmutableArray<ImmutableArray<float>> Values => [.. Logits.Select(ValuesOf)];

    /// <summary>Softmax of the logits. // (variables)(C)</summary>
    public ImmutableArray<ImmutableArray<double>> Probabilities => [.. Values.Select(logits =>
    {
        var most = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp(logit - most))];
        return powers.Select(power => power / powers.Sum()).ToImmutableArray();
    })];

    /// <summary>All operations, weighted by the softmax.</summary>
    /// <param name="learns">Whether a gradient reaches the logits.</param>
    public Pick[] Mixture(bool learns) => [.. Logits.Select(logits =>
        new Pick(null, nn.functional.softmax(learns ? logits : logits.detach(), 0)))];

    /// <summary>A step along the gradients of the logits.</summary>
    public void Descend()
    {
        _optimizer.step();
        Forget();
    }

    /// <summary>Drops the gradients of the logits.</summary>
    public void Forget() => _optimizer.zero_grad();

    /// <summary>Writes the optimiser.</summary>
    public void Save(string folder) => _optimizer.save_state_dict(FileOf(folder));

    /// <summary>Reads the optimiser.</summary>
    public void Load(string folder) => _optimizer.load_state_dict(FileOf(folder));

    /// <summary>Takes values over. // (variables)(C)</summary>
    public void Set(ImmutableArray<ImmutableArray<float>> values)
    {
        using var noGradient = no_grad();
        for (var variable = 0; variable < Logits.Length; variable++)
        {
            using var kept = tensor(values[variable].ToArray(), device: Logits[variable].device);
            Logits[variable].copy_(kept);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (var logits in Logits) logits.Dispose();
    }

    private static ImmutableArray<float> ValuesOf(Tensor logits)
    {
        using var detached = logits.detach();
        using var values = detached.cpu();
        return [.. values.data<float>().ToArray()];
    }

    private static string FileOf(string folder) => Path.Combine(folder, "architecture-optimizer.dat");
}
