using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>A normal distribution with independent coordinates for each item of a batch.</summary>
/// <param name="Mean">(B, Z)</param>
/// <param name="LogVariance">(B, Z)</param>
public readonly record struct LatentDistribution(Tensor Mean, Tensor LogVariance)
{
    /// <summary>A point of each distribution. // (B, Z)</summary>
    /// <param name="noise">Standard normal numbers. // (B, Z)</param>
    public Tensor Draw(Tensor noise) => Mean + (0.5 * LogVariance).exp() * noise;

    /// <summary>As <see cref="Draw(Tensor)"/>, but the first rows are points of the prior N(0, I). // (B, Z)</summary>
    /// <param name="noise">Standard normal numbers. // (B, Z)</param>
    /// <param name="priorShare">Share of the rows that come from the prior.</param>
    /// <param name="spread">Factor on the standard deviations of the others.</param>
    public Tensor Draw(Tensor noise, double priorShare, double spread)
    {
        var (count, anywhere) = (noise.shape[0], (long)(priorShare * noise.shape[0]));
        return cat([noise.narrow(0, 0, anywhere), Draw(spread * noise).narrow(0, anywhere, count - anywhere)], 0);
    }

    /// <summary>These distributions, and others behind them.</summary>
    public LatentDistribution Join(LatentDistribution others)
        => new(cat([Mean, others.Mean], 0), cat([LogVariance, others.LogVariance], 0));

    /// <summary>Some rows.</summary>
    /// <param name="rows">Row numbers. // (b), int64</param>
    public LatentDistribution Rows(Tensor rows) => new(Mean.index_select(0, rows), LogVariance.index_select(0, rows));

    /// <summary>Kullback-Leibler divergence from N(0, I), in nats. // (B)</summary>
    public Tensor Divergence() => 0.5 * (Mean.square() + LogVariance.exp() - 1 - LogVariance).sum(1);
}

/// <summary>Gives every architecture its own place in the latent space.</summary>
/// <remarks>
/// Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014. Deviation: AG-Net has no encoder (its generator is
/// trained on noise that has nothing to do with the target); without one the latent space carries no meaning.
/// </remarks>
public sealed class LatentEncoder : nn.Module<Tensor, LatentDistribution>
{
    private const int HiddenWidth = 128;

    private readonly Sequential _hidden;
    private readonly Linear _mean;
    private readonly Linear _logVariance;

    /// <summary>An encoder with fresh weights.</summary>
    public LatentEncoder(GraphEncoding encoding, RandomSource random) : base(nameof(LatentEncoder))
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(random);
        var width = Generator.LatentWidthOf(encoding);
        _hidden = nn.Sequential(
            Layers.Linear(encoding.Width, HiddenWidth, random.Fork("first")), nn.ReLU(),
            Layers.Linear(HiddenWidth, HiddenWidth, random.Fork("second")), nn.ReLU());
        _mean = Layers.Linear(HiddenWidth, width, random.Fork("mean"));
        _logVariance = Layers.Linear(HiddenWidth, width, random.Fork("log variance"));
        RegisterComponents();
    }

    /// <param name="input">Encoded graphs y. // (B, W)</param>
    public override LatentDistribution forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = _hidden.forward(input);
        return new LatentDistribution(
            _mean.forward(hidden).MoveToOuterDisposeScope(), _logVariance.forward(hidden).MoveToOuterDisposeScope());
    }
}
