using System.ComponentModel.DataAnnotations;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of <see cref="ImportanceSampledAsng"/>.</summary>
public sealed record ImportanceSampledAsngOptions : LikeliestOptions
{
    /// <summary>epsilon_k.</summary>
    [NumberList(1, 64)]
    [Display(Name = "Coefficients",
        Description = "What complexity costs each of the distributions, in units of the loss, from the smallest architecture "
        + "(0) to the largest (1); parted by commas. Each ends with an architecture of its own. Target sizes take their place: "
        + "then coefficients adapt themselves.",
        GroupName = "measured on digits; those of Noda et al. 2022 are not known here")]
    public string Coefficients { get; init; } = "0.5, 0.1, 0.03, 0.005";

    /// <inheritdoc/>
    [AllowedValues(Complexities.Parameters, Complexities.MultiplyAccumulates, Complexities.Latency)]
    [Display(Name = "Complexity", Description = "What is kept small: trainable parameters (params), multiply-accumulates "
        + "for one image (flops), or milliseconds for one image (latency): the layers are measured before the search, on its device, "
        + "with the machine to itself.", GroupName = "params, Noda et al. 2022 allow either; latency is our addition")]
    public override string Complexity { get; init; } = Complexities.Parameters;

    /// <summary>How fast coefficients of targets adapt.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Adaptation rate",
        Description = "By how much the logarithm of a target's coefficient grows in a step while architectures are twice too "
        + "large.", GroupName = "0.1, our choice")]
    public double TargetRate { get; init; } = 0.1;

    /// <summary>Share of the epochs in which only the weights learn.</summary>
    [Range(0.0, 0.95)]
    [Display(Name = "Warm-up",
        Description = "Share of the search, at its beginning, in which the distributions stay uniform and only weights learn. "
        + "Without it complexity decides while no operation has learned anything, and all distributions end with the smallest "
        + "architectures.", GroupName = "0.375, measured on digits; 0 in Akimoto et al. 2019; 0.3 in PC-DARTS (Xu et al. 2020)")]
    public double WarmUp { get; init; } = 0.375;

    /// <summary>How distributions are drawn from and moved.</summary>
    public PoolOptions Pool { get; init; } = new() { Asng = new AsngOptions { FirstStep = 0.3 } };

    /// <summary>Where a search ends early.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Decided at",
        Description = "The search ends early once the likeliest choices of every distribution have, on average, this share of "
        + "the probability that they can have; 1 for never.", GroupName = "1, our choice: weights go on learning")]
    public double DecidedAt { get; init; } = 1;

    /// <summary>K: how many distributions there are, each of which ends with an architecture.</summary>
    public int Distributions => NumberListAttribute.Parse(Targets) is { Length: > 0 } targets
        ? targets.Length : NumberListAttribute.Parse(Coefficients)?.Length ?? 0;
}
