using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace NasStudio.OneShot.Searches;

/// <summary>Which statistics of batch norms the supernet's accuracy is measured with.</summary>
public static class NormPolicies
{
    /// <summary>Fresh ones for each architecture, from training images.</summary>
    public const string Recalibrated = "recalibrated";

    /// <summary>Those of the batch.</summary>
    public const string Batch = "batch";

    /// <summary>Those that followed all sampled paths in training.</summary>
    public const string Running = "running";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [Batch, Recalibrated, Running];
}

/// <summary>How the weights of a supernet are trained, whatever the search.</summary>
public abstract record SupernetOptions
{
    /// <summary>Passes over the training images.</summary>
    [Range(1, 10_000)]
    [Display(Name = "Supernet epochs", Description = "Passes of the supernet over the training images.",
        GroupName = "80, measured on digits; 100 in ASNG-NAS (Akimoto et al. 2019) on CIFAR-10")]
    public int Epochs { get; init; } = 80;

    /// <summary>Images of a step, in training as in validation.</summary>
    [Range(2, 4_096)]
    [Display(Name = "Supernet batch size", Description = "Images of one step of the supernet; validation takes as many.",
        GroupName = "64, Akimoto et al. 2019")]
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate of the first step; half a cosine from there to 0.</summary>
    [Range(1e-6, 1e6)]
    [Display(Name = "Supernet learning rate",
        Description = "Rate of the supernet's first step; it falls to 0 along half a cosine.",
        GroupName = "0.025, Akimoto et al. 2019")]
    public double LearningRate { get; init; } = 0.025;

    /// <summary>Momentum of the weights.</summary>
    [Range(0.0, 0.999)]
    [Display(Name = "Supernet momentum", Description = "Momentum of the supernet's gradient descent.",
        GroupName = "0.9, Akimoto et al. 2019")]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay of the weights.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Supernet weight decay", Description = "Pull of the supernet's weights towards 0.",
        GroupName = "0.0003, Akimoto et al. 2019")]
    public double WeightDecay { get; init; } = 3e-4;

    /// <summary>Largest norm of all gradients together.</summary>
    [Range(0.0, 1e6)]
    [Display(Name = "Supernet gradient limit", Description = "Gradients are scaled down to this norm; 0 for no limit.",
        GroupName = "5, Akimoto et al. 2019")]
    public double GradientLimit { get; init; } = 5;

    /// <summary>Steps of a round.</summary>
    [Range(1, 100_000)]
    [Display(Name = "Steps a round", Description = "Steps between two pictures of the search and two saved states.",
        GroupName = "50; changes no result")]
    public int StepsPerRound { get; init; } = 50;

    /// <summary>Statistics behind the supernet's accuracies.</summary>
    [AllowedValues(NormPolicies.Recalibrated, NormPolicies.Batch, NormPolicies.Running)]
    [Display(Name = "Batch norm of measured architectures",
        Description = "Statistics by which an architecture is normalised when its accuracy in the supernet is measured: fresh "
        + "ones from training images (recalibrated), those of each batch, or those that followed every sampled path (running).",
        GroupName = "recalibrated, Guo et al. 2020 (SPOS)")]
    public string NormPolicy { get; init; } = NormPolicies.Recalibrated;

    /// <summary>Batches of a recalibration.</summary>
    [Range(1, 10_000)]
    [Display(Name = "Recalibration batches", Description = "Batches of training images behind fresh statistics.",
        GroupName = "8, our choice")]
    public int CalibrationBatches { get; init; } = 8;
}
