using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.Bananas;

/// <summary>Options of <see cref="BananasStrategy"/>.</summary>
public sealed record BananasOptions
{
    /// <summary>Random architectures at the start.</summary>
    [Range(2, 10_000)]
    [Description("Random architectures evaluated first, the same ones for every strategy of a seed. Source: 10, White "
        + "et al. 2021, section 5.")]
    public int InitialDesign { get; init; } = 10;

    /// <summary>Architectures proposed at once.</summary>
    [Range(1, 1_000)]
    [Description("Architectures proposed in each round. Source: 10, White et al. 2021, section 5.")]
    public int BatchSize { get; init; } = 10;

    /// <summary>Networks in the ensemble.</summary>
    [Range(2, 100)]
    [Description("Networks of the ensemble, which differ in initial weights and the order of their data. Source: 5, "
        + "White et al. 2021, section 5.")]
    public int Ensemble { get; init; } = 5;

    /// <summary>Hidden layers.</summary>
    [Range(1, 100)]
    [Description("Hidden layers of each network. Source: 3, a fifth of the time of the 10 of White et al. 2021, "
        + "section 5; four seeds on NAS-Bench-201 showed no difference, which proves little.")]
    public int Depth { get; init; } = 3;

    /// <summary>Units of each.</summary>
    [Range(1, 1_024)]
    [Description("Units of each hidden layer. Source: 20, White et al. 2021, section 5.")]
    public int Width { get; init; } = 20;

    /// <summary>Passes over what was evaluated.</summary>
    [Range(1, 10_000)]
    [Description("Passes over what was evaluated, in each round, from new weights. Source: 100, our measurements; 150 in "
        + "the code of White et al. 2021.")]
    public int Epochs { get; init; } = 100;

    /// <summary>Adam's step size.</summary>
    [Range(1e-6, 1.0)]
    [Description("Adam's step size. Source: 0.01, White et al. 2021, section 5.")]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Candidates that the ensemble chooses among.</summary>
    [Range(1, 100_000)]
    [Description("Mutants of the best architectures, among which the ensemble chooses. Source: 200, our "
        + "measurements; 100 in the code of White et al. 2021.")]
    public int Candidates { get; init; } = 200;

    /// <summary>How many of the best are mutated.</summary>
    [Range(1, 1_000)]
    [Description("How many of the best architectures are mutated into candidates. Source: 5, our "
        + "measurements: a single parent, as in the code of White et al. 2021, offers too few on small spaces.")]
    public int Parents { get; init; } = 5;

    /// <summary>What the networks see.</summary>
    [AllowedValues(InputEncodings.Path, InputEncodings.OneHot)]
    [Description("What the networks see of an architecture: which paths of operations it has (one-hot where the space "
        + "has no such encoding), or one-hot operations and edges. Source: path, White et al. 2021, section 4.")]
    public string Encoding { get; init; } = InputEncodings.Path;

    /// <summary>What no two proposals may share.</summary>
    [AllowedValues(Search.Distinct.Architecture, Search.Distinct.Function)]
    [Description(Search.Distinct.Description)]
    public string Distinct { get; init; } = Search.Distinct.Architecture;
}

/// <summary>BANANAS: an ensemble of small networks predicts, a draw from what it believes chooses among mutants of the
/// best.</summary>
/// <remarks>
/// White, Neiswanger and Savani, "BANANAS: Bayesian Optimization with Neural Architectures for Neural Architecture
/// Search", AAAI 2021, algorithm 1: path encoding, independent Thompson sampling (section 4: each candidate's value is
/// drawn on its own from the normal distribution of the ensemble's predictions), mutation as the acquisition's
/// optimiser. The networks' loss is that of section 4.1, an absolute error relative to the distance from the best, which
/// weighs good architectures most. Deviation: the distance is counted from the best that was found, on the scale of
/// <see cref="SearchTargets"/>, with a margin, instead of a bound given by hand. Deviation: the networks predict every
/// metric of the problem; each proposal draws weights that make one value of several objectives.
/// </remarks>
public sealed class BananasStrategy : IStrategy
{
    private const int MiniBatch = 32;
    private const double Margin = 0.3;                        // of the distance between the median and the best
    private readonly BananasOptions _options;
    private readonly SurrogateLoop _loop;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public BananasStrategy(StrategyContext context, BananasOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _options = OptionsValidation.Validate(options);
        _loop = new SurrogateLoop(
            context, "bananas",
            new SurrogateLoopPlan(
                options.InitialDesign, options.BatchSize, options.Parents, options.Candidates, 0, options.Distinct),
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
        var training = new PredictorTraining(
            _options.Depth, _options.Width, _options.Epochs, MiniBatch, _options.LearningRate);
        double[][] weights = [.. targets.Select(row => Array.ConvertAll(row, y => 1 / (Margin + Math.Max(0, y))))];
        var members = Enumerable.Range(0, _options.Ensemble).Select(member =>
        {
            var network = new PredictorNetwork(
                inputs[0].Length, targets[0].Length, training, random.Fork("initial weights", member));
            network.Train(inputs, targets, weights, training, random.Fork("order", member), cancellation);
            return Array.ConvertAll(candidates, network.Predict);
        }).ToArray();
        var draws = random.Fork("thompson");
        return [.. Enumerable.Range(0, candidates.Length).Select(c => Believed([.. members.Select(m => m[c])], draws))];
    }

    /// <summary>Mean of the members and a draw from the normal distribution around it.</summary>
    private static SurrogatePrediction Believed(double[][] members, RandomSource random)
    {
        var mean = new double[members[0].Length];
        var drawn = new double[members[0].Length];
        for (var m = 0; m < mean.Length; m++)
        {
            mean[m] = members.Average(member => member[m]);
            var variance = members.Sum(member => Math.Pow(member[m] - mean[m], 2)) / (members.Length - 1);
            drawn[m] = mean[m] + Math.Sqrt(variance) * random.NextGaussian();
        }

        return new SurrogatePrediction(mean, drawn);
    }
}
