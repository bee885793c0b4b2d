using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>How points of the latent space and architectures belong together.</summary>
public enum LatentMode
{
    /// <summary>
    /// An encoder gives every architecture its own point; the surrogate sees the architectures that are drawn.
    /// </summary>
    Paired,

    /// <summary>As published: noise and target are unrelated in training, the surrogate sees soft logits.</summary>
    Faithful,
}

/// <summary>Options of <see cref="AgNetStrategy"/>.</summary>
public sealed record AgNetOptions
{
    /// <summary>How points of the latent space and architectures belong together.</summary>
    [Description("Paired: an encoder gives every architecture its own latent point, and the surrogate sees "
        + "architectures. Faithful: unpaired noise and soft logits. Source: faithful is AG-Net's code, paired our "
        + "choice; it predicts better.")]
    public LatentMode Latent { get; init; } = LatentMode.Paired;

    /// <summary>Random architectures at the start.</summary>
    [Range(2, 10_000)]
    [Description("Random architectures evaluated first, the same ones for every strategy of a seed. Source: 16, "
        + "AG-Net's code.")]
    public int InitialDesign { get; init; } = 16;

    /// <summary>Architectures proposed at once.</summary>
    [Range(1, 1_000)]
    [Description("Architectures proposed in each round. Source: 16, AG-Net's code.")]
    public int BatchSize { get; init; } = 16;

    /// <summary>Candidates that the surrogate chooses among.</summary>
    [Range(1, 10_000)]
    [Description("Unseen candidates the surrogate chooses among in each round. Source: 100, AG-Net's code.")]
    public int Candidates { get; init; } = 100;

    /// <summary>Passes over the evaluated architectures in a round.</summary>
    [Range(1, 1_000)]
    [Description("Retraining passes over the evaluated architectures in each round. Source: 30, AG-Net's code for "
        + "NAS-Bench-201.")]
    public int Epochs { get; init; } = 30;

    /// <summary>Architectures in a training batch.</summary>
    [Range(1, 1_024)]
    [Description("Architectures in a training batch. Source: 16, AG-Net's code.")]
    public int MiniBatch { get; init; } = 16;

    /// <summary>Adam's step size when retraining.</summary>
    [Range(1e-6, 1.0)]
    [Description("Adam's step size when retraining. Source: 0.001, AG-Net's code.")]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>a in (1-a) L_G + a (P - target)^2.</summary>
    [Range(0.0, 1.0)]
    [Description("Share of the surrogate's error in the loss; the rest is reconstruction. Source: 0.9, AG-Net's code.")]
    public double SurrogateShare { get; init; } = 0.9;

    /// <summary>k in the rank weight 1 / (k n + rank).</summary>
    [Range(1e-6, 1e6)]
    [Description("k in the rank weight 1/(k n + rank): small values attend to the best architectures only. Source: "
        + "0.01, AG-Net's code; Tripp et al. 2020 used 0.001.")]
    public double WeightFlatness { get; init; } = 0.01;

    /// <summary>Share of a paired search's latent points that come from the prior N(0, I).</summary>
    [Range(0.0, 1.0)]
    [Description("Paired only: share of the latent points, in retraining and drawing, that come from the whole latent "
        + "space; the rest lie around evaluated architectures. Source: 0.5, our measurements; 1 is the published "
        + "retraining.")]
    public double PriorShare { get; init; } = 0.5;

    /// <summary>
    /// How far around evaluated architectures a paired search draws, in standard deviations of their latent
    /// distributions.
    /// </summary>
    [Range(0.0, 100.0)]
    [Description("Paired only: how far around evaluated architectures to draw, in standard deviations of their own "
        + "latent distributions. Source: 1.25, our measurements.")]
    public double LatentSpread { get; init; } = 1.25;

    /// <summary>Architectures drawn to pre-train the generator.</summary>
    [Range(1_000, 10_000_000)]
    [Description("Architectures drawn to pre-train the generator, once for each space; the result is kept. Source: our "
        + "measurements; AG-Net draws 2.5 million at a smaller step size.")]
    public int PretrainingInstances { get; init; } = 160_000;
}
