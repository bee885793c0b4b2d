using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Trees;

namespace NasStudio.Search.Surrogates;

/// <summary>Options of <see cref="XgBoostPredictor"/>.</summary>
public sealed record XgBoostPredictorOptions
{
    /// <summary>Random architectures at the start.</summary>
    [Range(2, 10_000)]
    [Description("Random architectures evaluated first, the same ones for every strategy of a seed. Source: 10, common "
        + "to the methods compared on NAS-Bench-201.")]
    public int InitialDesign { get; init; } = 10;

    /// <summary>Architectures proposed at once.</summary>
    [Range(1, 1_000)]
    [Description("Architectures proposed in each round. Source: 10, as BANANAS (White et al. 2021, section 5), so that "
        + "the two differ by their predictors.")]
    public int BatchSize { get; init; } = 10;

    /// <summary>Trees.</summary>
    [Range(1, 10_000)]
    [Description("Trees. Source: 500, the XGBoost surrogate of Lukasik et al. 2022 (AG-Net).")]
    public int Rounds { get; init; } = 500;

    /// <summary>Largest depth of a tree.</summary>
    [Range(1, 15)]
    [Description("Largest depth of a tree. Source: 6, the XGBoost surrogate of Lukasik et al. 2022 (AG-Net).")]
    public int Depth { get; init; } = 6;

    /// <summary>Shrinkage of every tree.</summary>
    [Range(1e-3, 1.0)]
    [Description("Shrinkage of every tree. Source: 0.3, the XGBoost surrogate of Lukasik et al. 2022 (AG-Net).")]
    public double Eta { get; init; } = 0.3;

    /// <summary>How many of the best are mutated.</summary>
    [Range(1, 1_000)]
    [Description("How many of the best architectures are mutated into candidates. Source: 10, Ru et al. 2021, section 4.")]
    public int Parents { get; init; } = 10;

    /// <summary>Candidates that are mutants.</summary>
    [Range(1, 100_000)]
    [Description("Candidates that are mutants of the best. Source: 100, half of the pool of Ru et al. 2021, section 4.")]
    public int Mutants { get; init; } = 100;

    /// <summary>Candidates that are random.</summary>
    [Range(0, 100_000)]
    [Description("Candidates that are random. Source: 100, half of the pool of Ru et al. 2021, section 4.")]
    public int RandomCandidates { get; init; } = 100;

    /// <summary>What the trees see.</summary>
    [AllowedValues(InputEncodings.OneHot, InputEncodings.Path)]
    [Description("What the trees see of an architecture: one-hot operations and edges, or which paths of operations it "
        + "has (where the space has that encoding). Source: one-hot, White et al. 2021, \"How powerful are performance "
        + "predictors in neural architecture search?\", NeurIPS 2021.")]
    public string Encoding { get; init; } = InputEncodings.OneHot;

    /// <summary>What no two proposals may share.</summary>
    [AllowedValues(Search.Distinct.Architecture, Search.Distinct.Function)]
    [Description(Search.Distinct.Description)]
    public string Distinct { get; init; } = Search.Distinct.Architecture;
}

/// <summary>A predictor of boosted trees learns from everything evaluated and picks the most promising of a pool of
/// mutants and random architectures.</summary>
/// <remarks>
/// The plain predictor-guided search that learned methods are compared with: trees of Chen and Guestrin, "XGBoost: A
/// Scalable Tree Boosting System", KDD 2016, which White, Zela, Ru, Liu and Hutter, "How Powerful are Performance
/// Predictors in Neural Architecture Search?", NeurIPS 2021, found among the best predictors for small budgets. One
/// ensemble for each metric of the problem; the expected values choose, without exploration beyond the random
/// candidates.
/// </remarks>
public sealed class XgBoostPredictor : IStrategy
{
    private readonly XgBoostPredictorOptions _options;
    private readonly SurrogateLoop _loop;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public XgBoostPredictor(StrategyContext context, XgBoostPredictorOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _options = OptionsValidation.Validate(options);
        _loop = new SurrogateLoop(
            context, "xgboost predictor",
            new SurrogateLoopPlan(
                options.InitialDesign, options.BatchSize, options.Parents, options.Mutants, options.RandomCandidates,
                options.Distinct),
            new PredictedChoice(context, InputEncodings.Of(context.Space, options.Encoding), Predict).Choose);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation) => _loop.Ask(limit, cancellation);

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch) => _loop.Tell(batch);

    private SurrogatePrediction[] Predict(
        double[][] inputs, double[][] targets, double[][] candidates, RandomSource random,
        CancellationToken cancellation)
    {
        var growing = new TreeOptions { Rounds = _options.Rounds, Depth = _options.Depth, Eta = _options.Eta };
        double[][] byMetric =
        [
            .. Enumerable.Range(0, targets[0].Length).Select(m =>
            {
                using var trees = GradientBoostedTrees.Train(
                    inputs, [.. targets.Select(row => row[m])], growing, cancellation: cancellation);
                return trees.Predict(candidates);
            }),
        ];
        return
        [
            .. Enumerable.Range(0, candidates.Length).Select(c => byMetric.Select(values => values[c]).ToArray())
                .Select(mean => new SurrogatePrediction(mean, mean)),
        ];
    }
}
