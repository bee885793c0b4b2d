using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NasStudio.Trees;

/// <summary>What the trees learn.</summary>
public enum TreeObjective
{
    /// <summary>The target's value, by squared error.</summary>
    SquaredError,

    /// <summary>Only which of two targets is larger: a larger prediction means a larger target.</summary>
    /// <remarks>XGBoost's rank:pairwise over one group (RankNet's loss: Burges et al., "Learning to Rank using Gradient
    /// Descent", ICML 2005).</remarks>
    PairwiseRank,
}

/// <summary>Options of <see cref="GradientBoostedTrees"/>.</summary>
/// <remarks>Defaults are XGBoost's own where it has one: "XGBoost Parameters", release 1.7.</remarks>
public sealed record TreeOptions
{
    /// <summary>Trees, at most.</summary>
    [Range(1, 10_000)]
    [Description("Trees, at most. Source: XGBoost's scikit-learn interface, n_estimators.")]
    public int Rounds { get; init; } = 100;

    /// <summary>Largest depth of a tree.</summary>
    [Range(1, 15)]
    [Description("Largest depth of a tree. Source: XGBoost Parameters, max_depth.")]
    public int Depth { get; init; } = 6;

    /// <summary>Shrinkage of every tree.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    [Description("Shrinkage of every tree. Source: XGBoost Parameters, eta.")]
    public double Eta { get; init; } = 0.3;

    /// <summary>Squared penalty on the leaves' values.</summary>
    [Range(0, 1e6)]
    [Description("Squared penalty on the leaves' values. Source: XGBoost Parameters, lambda.")]
    public double Lambda { get; init; } = 1;

    /// <summary>Absolute penalty on the leaves' values.</summary>
    [Range(0, 1e6)]
    [Description("Absolute penalty on the leaves' values. Source: XGBoost Parameters, alpha.")]
    public double Alpha { get; init; }

    /// <summary>Smallest summed second derivative in a leaf; with squared error, its smallest number of rows.</summary>
    [Range(0, 1e6)]
    [Description("Smallest weight of a leaf; with squared error, its rows. Source: XGBoost Parameters, "
        + "min_child_weight.")]
    public double MinChildWeight { get; init; } = 1;

    /// <summary>Share of the rows that each tree sees.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    [Description("Share of the rows that each tree sees. Source: XGBoost Parameters, subsample.")]
    public double Subsample { get; init; } = 1;

    /// <summary>Share of the columns that each tree sees.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    [Description("Share of the columns that each tree sees. Source: XGBoost Parameters, colsample_bytree.")]
    public double ColumnSample { get; init; } = 1;

    /// <summary>What the trees learn.</summary>
    [Description("What the trees learn: the target's value, or only which of two targets is larger. Source: XGBoost "
        + "Parameters, objective.")]
    public TreeObjective Objective { get; init; } = TreeObjective.SquaredError;

    /// <summary>Seed of the draws of rows, columns and pairs.</summary>
    [Range(0, int.MaxValue)]
    [Description("Seed of the draws of rows, columns and pairs. Source: our choice.")]
    public int Seed { get; init; }

    /// <summary>Throws where an option is not allowed.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and what is allowed.</exception>
    internal void Check()
    {
        foreach (var property in typeof(TreeOptions).GetProperties())
        {
            var value = property.GetValue(this);
            foreach (RangeAttribute range in property.GetCustomAttributes(typeof(RangeAttribute), inherit: false))
            {
                if (value is double.NaN || !range.IsValid(value))
                {
                    var from = range.MinimumIsExclusive ? "more than " : "";
                    throw new ArgumentException(FormattableString.Invariant(
                        $"{property.Name} is {value}; allowed: {from}{range.Minimum} to {range.Maximum}."));
                }
            }
        }

        if (!Enum.IsDefined(Objective))
        {
            throw new ArgumentException(
                $"Objective is {Objective}; allowed: {string.Join(", ", Enum.GetNames<TreeObjective>())}.");
        }
    }
}

/// <summary>Rows that training does not see, to stop it in time.</summary>
/// <param name="Features">// (rows, columns)</param>
/// <param name="Targets">// (rows)</param>
/// <param name="Patience">Rounds without a better value on these rows after which training stops; the rounds after the
/// best are dropped.</param>
public sealed record TreeValidation(IReadOnlyList<double[]> Features, IReadOnlyList<double> Targets, int Patience);
