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

/// <summary>What judges candidates.</summary>
public enum SurrogateKind
{
    /// <summary>One network, trained together with the generator.</summary>
    Mlp,

    /// <summary>Several such networks, which know where they disagree.</summary>
    Ensemble,

    /// <summary>Boosted trees that predict values; the generator learns to reconstruct alone.</summary>
    XgBoost,

    /// <summary>Boosted trees that predict which of two architectures is better.</summary>
    XgBoostRank,

    /// <summary>A Gaussian process for each metric, on what architectures compute.</summary>
    GaussianProcess,

    /// <summary>Nothing: candidates are taken as they are drawn, where measuring costs no more than predicting.</summary>
    None,
}

/// <summary>How the latent space is searched.</summary>
public enum LatentSearch
{
    /// <summary>The generator is retrained and the surrogate chooses: the method.</summary>
    Retrained,

    /// <summary>The generator stays as it was pre-trained; the surrogate chooses.</summary>
    Frozen,

    /// <summary>As frozen; points from anywhere, chosen blindly.</summary>
    Random,

    /// <summary>As frozen; points around the best architectures, chosen blindly.</summary>
    Local,

    /// <summary>As frozen; a Gaussian process on latent places chooses.</summary>
    Bayesian,
}

/// <summary>How predictions choose candidates.</summary>
public enum Acquisition
{
    /// <summary>By the predicted values.</summary>
    Mean,

    /// <summary>By the expected improvement on the best so far.</summary>
    ExpectedImprovement,

    /// <summary>Each by the word of one member of the ensemble or one draw of the process; of a process and under limits every fourth, the
    /// others by the expected improvement.</summary>
    Thompson,
}

/// <summary>Options of <see cref="AgNetStrategy"/>.</summary>
public sealed record AgNetOptions
{
    /// <summary>How points of the latent space and architectures belong together.</summary>
    [Description("Paired: an encoder gives every architecture its own latent point, and the surrogate sees "
        + "architectures. Faithful: unpaired noise and soft logits. Source: faithful is AG-Net's code, paired our "
        + "choice; it predicts better.")]
    public LatentMode Latent { get; init; } = LatentMode.Paired;

    /// <summary>What judges candidates.</summary>
    [Description("What judges candidates: one network or an ensemble, trained with the generator; or boosted trees by value or by rank, "
        + "or a Gaussian process, which leave the generator to reconstruction; or nothing, where measuring is cheap. Source: mlp, xgBoost "
        + "and none (training-free search), Lukasik et al. 2022; gaussianProcess, our measurements.")]
    public SurrogateKind Surrogate { get; init; } = SurrogateKind.GaussianProcess;

    /// <summary>Networks of an ensemble.</summary>
    [Range(2, 100)]
    [Description("Ensemble only: its networks. Source: 5, Lakshminarayanan et al. 2017; 8, so that each chooses two of a batch.")]
    public int EnsembleSize { get; init; } = 8;

    /// <summary>Whether networks and processes learn the order of objectives, not their values.</summary>
    [Description("Networks and processes: whether they learn objectives as normal scores of their ranks, so that a few hopeless architectures do "
        + "not press all good ones together; off, as standardised values. Source: our measurements.")]
    public bool RankTargets { get; init; } = true;

    /// <summary>How predictions choose candidates.</summary>
    [Description("How predictions choose candidates: by value, by expected improvement, or (thompson) each by the word of one member of "
        + "the ensemble or one draw of the process, where a process or limits let three of four go by expected improvement; trees and single "
        + "networks choose by value. Source: mean, Lukasik et al. 2022; thompson, our measurements.")]
    public Acquisition Acquisition { get; init; } = Acquisition.Thompson;

    /// <summary>Whether the best architectures are attended to most.</summary>
    [Description("Ablation: off, every evaluated architecture counts alike in retraining. Source: on, Lukasik et al. 2022.")]
    public bool RankWeighting { get; init; } = true;

    /// <summary>Whether the surrogate's error reaches the generator.</summary>
    [Description("Ablation, faithful only: off, the generator learns from reconstruction alone (a paired search always does "
        + "so). Source: on, Lukasik et al. 2022.")]
    public bool SurrogateGradient { get; init; } = true;

    /// <summary>How the latent space is searched.</summary>
    [Description("How the latent space is searched. Retrained: the generator learns where to look. Ablations, whose generator "
        + "stays as it was pre-trained: frozen, only the surrogate learns; random, anywhere and blindly; local, blindly around the "
        + "best; bayesian, a Gaussian process on latent places (paired only). Source: retrained, Lukasik et al. 2022.")]
    public LatentSearch Search { get; init; } = LatentSearch.Retrained;

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
    [Description("Unseen candidates the surrogate chooses among in each round. Source: 100, AG-Net's code; 1000, our "
        + "measurements.")]
    public int Candidates { get; init; } = 1000;

    /// <summary>Passes over the evaluated architectures in a round; 0 for what was published of the space.</summary>
    [Range(0, 1_000)]
    [Description("Retraining passes over the evaluated architectures in each round; 0 for 15 on NAS-Bench-101 and DARTS, 30 "
        + "elsewhere, 1 with trees or no surrogate (all AG-Net's code), 20 with a process. Source: our measurements.")]
    public int Epochs { get; init; }

    /// <summary>Architectures in a training batch.</summary>
    [Range(1, 1_024)]
    [Description("Evaluated architectures in a training batch. Source: 16, AG-Net's code; 64, our measurements: a quarter of the steps.")]
    public int MiniBatch { get; init; } = 64;

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
        + "0.01, AG-Net's code; Tripp et al. 2020 used 0.001; 0.1, our measurements.")]
    public double WeightFlatness { get; init; } = 0.1;

    /// <summary>Whether rank weights scale the loss of the items that they have drawn.</summary>
    [Description("Whether the rank weights scale the loss of the items they draw, too: they count twice then, and the very best "
        + "drowns the rest. Source: on in AG-Net's code; off, Tripp et al. 2020 and our measurements.")]
    public bool WeightedLoss { get; init; }

    /// <summary>Random architectures to each evaluated one in retraining.</summary>
    [Range(0.0, 10.0)]
    [Description("Paired only: how many random architectures a retraining reconstructs beside each evaluated one, so that the "
        + "generator does not forget the space. Source: 0, AG-Net's code; 1, our measurements.")]
    public double Rehearsal { get; init; } = 1;

    /// <summary>What operations count in the reconstruction loss, beside edges; 0 for what was published of the space.</summary>
    [Range(0.0, 100.0)]
    [Description("What the operations count in the reconstruction loss L_G, beside the edges; 0 for 2 on DARTS and 1 elsewhere. Source: "
        + "AG-Net's code.")]
    public double NodeWeight { get; init; }

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

    /// <summary>Share of a paired search's candidates that are mutations of evaluated architectures.</summary>
    [Range(0.0, 1.0)]
    [Description("Paired, with a surrogate only: share of the candidates that are mutations of evaluated architectures, chosen by their "
        + "rank weights, instead of the generator's draws. Source: 0, AG-Net's code; 0.5, our measurements.")]
    public double Mutants { get; init; } = 0.5;

    /// <summary>By how much the temperature of drawing rises with each attempt to fill the pool.</summary>
    [Range(0.0, 10.0)]
    [Description("Paired only: by how much the temperature of drawing rises with each attempt to fill the pool of candidates; at "
        + "0, as published, more and more are drawn alike. Source: our measurements.")]
    public double Heating { get; init; } = 0.5;

    /// <summary>Architectures drawn to pre-train the generator.</summary>
    [Range(1_000, 10_000_000)]
    [Description("Architectures drawn to pre-train the generator, once for each space; the result is kept. Source: our "
        + "measurements; AG-Net draws 2.5 million at a smaller step size.")]
    public int PretrainingInstances { get; init; } = 160_000;

    /// <summary>Whether trees judge candidates.</summary>
    internal bool HasTrees => Surrogate is SurrogateKind.XgBoost or SurrogateKind.XgBoostRank;

    /// <summary>Whether a Gaussian process judges candidates.</summary>
    internal bool HasProcess => Surrogate == SurrogateKind.GaussianProcess;

    /// <summary>Whether the surrogate is a network, which learns in the same steps as the generator.</summary>
    internal bool HasNetwork => Surrogate is SurrogateKind.Mlp or SurrogateKind.Ensemble;

    /// <summary>The heating of these options: none of a faithful search.</summary>
    internal double HeatingOf => Latent == LatentMode.Paired ? Heating : 0;

    /// <summary>The share of mutants of these options: none where nothing judges them, or an encoder cannot place them.</summary>
    internal double MutantsOf => Latent == LatentMode.Paired && HasSurrogate ? Mutants : 0;

    /// <summary>Whether a surrogate chooses.</summary>
    internal bool HasSurrogate => (Search is LatentSearch.Retrained or LatentSearch.Frozen) && Surrogate != SurrogateKind.None;

    /// <summary>Whether a network learns in every round.</summary>
    internal bool HasTraining => Search == LatentSearch.Retrained || Search == LatentSearch.Frozen && HasNetwork;

    /// <summary>These options for the candidates' draws: blind searches look at one kind of place alone.</summary>
    internal AgNetOptions ForDrawing => Search switch
    {
        LatentSearch.Random => this with { PriorShare = 1 },
        LatentSearch.Local => this with { PriorShare = 0 },
        _ => this,
    };

    /// <summary>What operations count on a space.</summary>
    internal double NodeWeightOn(string space) => NodeWeight > 0 ? NodeWeight : space == "darts" ? 2 : 1;

    /// <summary>Passes of a round on a space.</summary>
    internal int EpochsOn(string space)
        => Epochs > 0 ? Epochs : HasTrees || Surrogate == SurrogateKind.None ? 1 : HasProcess ? 20 : space is "nas-bench-101" or "darts" ? 15 : 30;
}
