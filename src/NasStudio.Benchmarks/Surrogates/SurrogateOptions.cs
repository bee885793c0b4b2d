using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Trees;

namespace NasStudio.Benchmarks.Surrogates;

/// <summary>How a surrogate is fitted.</summary>
public sealed record SurrogateOptions
{
    /// <summary>The encoding that the trees see, a kind of <see cref="ArchitectureEncoding"/>.</summary>
    [Description("The encoding that the trees see: one-hot, path or another of the space's; if it is not given, paths "
        + "where there are at most 1,000, one-hot elsewhere. Source: our measurements, docs/importers.md.")]
    public string? Encoding { get; init; }

    /// <summary>Parts that the rows are split into for cross-validation.</summary>
    [Range(2, 50)]
    [Description("Parts that the rows are split into for cross-validation. Source: ten, Kohavi, IJCAI 1995.")]
    public int Folds { get; init; } = 10;

    /// <summary>Rows that are used at most, drawn at random from more.</summary>
    [Range(20, 1_000_000)]
    [Description("Rows that are used at most, drawn at random from more. Source: our choice; it bounds the time.")]
    public int Rows { get; init; } = 20_000;

    /// <summary>Seed of the draws of rows and parts.</summary>
    [Range(0, int.MaxValue)]
    [Description("Seed of the draws of rows and parts. Source: our choice.")]
    public int Seed { get; init; }

    /// <summary>How the trees are grown.</summary>
    /// <remarks>500 rounds of depth 6 as in AG-Net's XGBoost variant (Lukasik, Jung and Keuper, ECCV 2022). Deviation:
    /// smaller steps on half of the rows and columns, after Friedman, "Stochastic Gradient Boosting", 2002:
    /// docs/importers.md says what they gain.</remarks>
    public TreeOptions Trees { get; init; } = new()
    {
        Rounds = 500,
        Depth = 6,
        Eta = 0.05,
        MinChildWeight = 3,
        Subsample = 0.5,
        ColumnSample = 0.5,
    };
}
