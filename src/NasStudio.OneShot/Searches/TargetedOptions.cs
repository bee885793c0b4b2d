using System.ComponentModel.DataAnnotations;
using System.Globalization;

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

    /// <summary>Name of a target, for people.</summary>
    internal static string AtMost(double target, string complexity)
        => string.Create(CultureInfo.InvariantCulture, $"at most {target:0.###} {UnitOf(complexity)}");
}

/// <summary>Options of searches that can be asked for sizes.</summary>
public abstract record TargetedOptions : SupernetOptions
{
    /// <summary>Sizes asked for.</summary>
    [NumberList(0, 64)]
    [Display(Name = "Target sizes",
        Description = "Largest sizes allowed, in units of the complexity, parted by commas; each ends with an architecture of its own. "
        + "Empty for none.", GroupName = "none")]
    public string Targets { get; init; } = "";

    /// <summary>R.</summary>
    [AllowedValues(Complexities.Parameters, Complexities.MultiplyAccumulates)]
    [Display(Name = "Complexity", Description = "What target sizes bound: trainable parameters (params), or multiply-accumulates "
        + "for one image (flops).", GroupName = "params, Noda et al. 2022 allow either; flops in Guo et al. 2020 and Huang and Chu 2021")]
    public virtual string Complexity { get; init; } = Complexities.Parameters;
}

/// <summary>Options of searches that end with the likeliest architecture that a size allows.</summary>
public abstract record LikeliestOptions : TargetedOptions
{
    /// <summary>By how much a mode may be smaller than its target.</summary>
    [Range(0.0, 0.5)]
    [Display(Name = "Target tolerance",
        Description = "By what share of itself an architecture may be smaller than the largest existing size that its target "
        + "allows, where a likelier one is to be had.", GroupName = "0.02, our choice")]
    public double TargetTolerance { get; init; } = 0.02;
}
