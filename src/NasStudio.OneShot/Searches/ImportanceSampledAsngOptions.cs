using System.ComponentModel.DataAnnotations;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Searches;

/// <summary>What the complexity of an architecture is.</summary>
public static class Complexities
{
    /// <summary>Trainable parameters.</summary>
    public const string Parameters = "params";

    /// <summary>Multiply-accumulates for one image.</summary>
    public const string MultiplyAccumulates = "flops";

    /// <summary>Milliseconds for one image, measured layer by layer.</summary>
    public const string Latency = "latency";

    /// <summary>Unit of a complexity, for people.</summary>
    internal static string UnitOf(string complexity) => complexity switch
    {
        Parameters => "parameters",
        Latency => "ms",
        _ => "multiply-accumulates",
    };
}

/// <summary>Options of <see cref="ImportanceSampledAsng"/>.</summary>
public sealed record ImportanceSampledAsngOptions : SupernetOptions
{
    /// <summary>epsilon_k.</summary>
    [NumberList(1, 64)]
    [Display(Name = "Coefficients",
        Description = "What complexity costs each of the distributions, in units of the loss, from the smallest architecture "
        + "(0) to the largest (1); parted by commas. Each ends with an architecture of its own.",
        GroupName = "measured on digits; those of Noda et al. 2022 are not known here")]
    public string Coefficients { get; init; } = "0.5, 0.1, 0.03, 0.005";

    /// <summary>Sizes asked for.</summary>
    [NumberList(0, 64)]
    [Display(Name = "Target sizes",
        Description = "Largest sizes to aim at, in units of the complexity, parted by commas; they take the place of the "
        + "coefficients, which then adapt themselves. Empty for none.",
        GroupName = "none")]
    public string Targets { get; init; } = "";

    /// <summary>R.</summary>
    [AllowedValues(Complexities.Parameters, Complexities.MultiplyAccumulates, Complexities.Latency)]
    [Display(Name = "Complexity", Description = "What is kept small: trainable parameters (params), multiply-accumulates "
        + "for one image (flops), or milliseconds for one image (latency): the layers are measured before the search, on its device, "
        + "with the machine to itself.", GroupName = "params, Noda et al. 2022 allow either; latency is our addition")]
    public string Complexity { get; init; } = Complexities.Parameters;

    /// <summary>By how much a mode may be smaller than its target.</summary>
    [Range(0.0, 0.5)]
    [Display(Name = "Target tolerance",
        Description = "By what share of itself an architecture may be smaller than the largest existing size that its target "
        + "allows, where a likelier one is to be had.", GroupName = "0.02, our choice")]
    public double TargetTolerance { get; init; } = 0.02;

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

    /// <summary>N_k.</summary>
    [Range(1, 1_000)]
    [Display(Name = "Samples", Description = "Architectures drawn from each distribution in each step.",
        GroupName = "2; the smallest that ASNG can rank alone (Akimoto et al. 2019)")]
    public int SamplesPerDistribution { get; init; } = 2;

    /// <summary>How samples are ranked.</summary>
    [Display(Name = "Utility", Description = "Whether a sample's rank counts the weight of the better ones, or their number.",
        GroupName = "weighted, Shirakawa et al. 2018")]
    public UtilityKind Utility { get; init; }

    /// <summary>alpha.</summary>
    [Range(1.0, 100.0, MinimumIsExclusive = true)]
    [Display(Name = "Signal threshold",
        Description = "How many times its size under pure noise the accumulated step has to have before steps grow.",
        GroupName = "1.5, Akimoto et al. 2019, section 4")]
    public double Alpha { get; init; } = 1.5;

    /// <summary>delta_0.</summary>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    [Display(Name = "First step", Description = "Length of the first step of a distribution, in the Fisher metric.",
        GroupName = "0.3, measured on digits, where 1 often decides by a few noisy batches; 1 in Akimoto et al. 2019, section 4")]
    public double FirstStep { get; init; } = 0.3;

    /// <summary>Delta_max; 0 for no bound.</summary>
    [Range(0.0, 1e12)]
    [Display(Name = "Largest shrinkage",
        Description = "How many times smaller than the first a step may become; 0 for no bound, where noise can stop a search.",
        GroupName = "0, as in the public code of Akimoto et al. 2019")]
    public double LargestShrinkage { get; init; }

    /// <summary>Where a search ends early.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Decided at",
        Description = "The search ends early once the likeliest choices of every distribution have, on average, this share of "
        + "the probability that they can have; 1 for never.", GroupName = "1, our choice: weights go on learning")]
    public double DecidedAt { get; init; } = 1;

    /// <summary>K: how many distributions there are, each of which ends with an architecture.</summary>
    public int Distributions => NumberListAttribute.Parse(Targets) is { Length: > 0 } targets
        ? targets.Length : NumberListAttribute.Parse(Coefficients)?.Length ?? 0;

    /// <summary>The pool's own options.</summary>
    internal PoolOptions Pool => new()
    {
        SamplesPerDistribution = SamplesPerDistribution,
        Utility = Utility,
        Asng = new AsngOptions
        {
            Alpha = Alpha,
            FirstStep = FirstStep,
            LargestShrinkage = LargestShrinkage >= 1 ? LargestShrinkage : double.PositiveInfinity,
        },
    };
}
