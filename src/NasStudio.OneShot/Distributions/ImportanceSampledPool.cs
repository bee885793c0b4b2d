using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Randomness;
using NasStudio.Search;

namespace NasStudio.OneShot.Distributions;

/// <summary>Options of <see cref="ImportanceSampledPool"/>.</summary>
public sealed record PoolOptions
{
    /// <summary>N_k, architectures drawn from each distribution for one update.</summary>
    [Range(1, 1_000)]
    [Display(Name = "Samples", Description = "Architectures drawn from each distribution in each step.",
        GroupName = "2; the smallest that ASNG can rank alone (Akimoto et al. 2019)")]
    public int SamplesPerDistribution { get; init; } = 2;

    /// <summary>How samples are ranked.</summary>
    [Display(Name = "Utility", Description = "Whether a sample's rank counts the weight of the better ones, or their number.",
        GroupName = "weighted, Shirakawa et al. 2018")]
    public UtilityKind Utility { get; init; }

    /// <summary>Least signal for a step.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Least signal",
        Description = "Share of the largest possible signal below which a distribution does not move: steps are made equally "
            + "long whatever their signal, and this one would be noise.",
        GroupName = "0.001, our choice")]
    public double LeastSignal { get; init; } = 0.001;

    /// <summary>The steps of each distribution.</summary>
    public AsngOptions Asng { get; init; } = new();
}

/// <summary>Architectures drawn from all distributions of a pool, with what they weigh for each.</summary>
/// <param name="Round">Updates that were done when they were drawn.</param>
/// <param name="Samples">Distribution by distribution. // (N)</param>
/// <param name="Weights">w, each in (0, N / N_k]. // (K, N)</param>
/// <param name="EffectiveSizes">How many unweighted samples they are worth to each, from N while the distributions are
/// equal to about N_k when they are far apart. // (K)</param>
public sealed record PoolBatch(
    int Round, ImmutableArray<ArchitectureSample> Samples, ImmutableArray<ImmutableArray<double>> Weights,
    ImmutableArray<double> EffectiveSizes);

/// <summary>What a checkpoint keeps of a pool.</summary>
/// <param name="Round">Updates done.</param>
/// <param name="Steps">Distributions with their steps. // (K)</param>
/// <param name="Coefficients">Coefficients, which targets adapt. // (K)</param>
public sealed record PoolState(int Round, ImmutableArray<AsngState> Steps, ImmutableArray<double> Coefficients);

/// <summary>
/// Distributions over architectures that seek different trade-offs of loss and size at once: each is moved by the samples of
/// all, weighted by importance, so that one evaluation of the loss serves every trade-off.
/// </summary>
/// <remarks>
/// Noda, Saito and Shirakawa, "Efficient Search of Multiple Neural Architectures with Different Complexities via Importance
/// Sampling", ICANN 2022: the objective, and that every distribution is updated with all samples. Steps: Akimoto et al.,
/// ICML 2019 (<see cref="AdaptiveNaturalGradient"/>). Derived here, following Shirakawa et al. 2018: the weights
/// (<see cref="BalanceHeuristic"/>), the ranks (<see cref="SampleUtility"/>), when a step is left out. A pool of one
/// distribution is plain ASNG. Not safe for concurrent use.
/// </remarks>
public sealed class ImportanceSampledPool
{
    private const double Tie = 1e-12;
    private readonly PoolOptions _options;
    private readonly ComplexityTable _table;
    private readonly AdaptiveNaturalGradient[] _steps;

    /// <summary>A pool in which nothing was learned yet.</summary>
    /// <param name="variables">What is to be decided. // (d)</param>
    /// <param name="table">How large architectures are.</param>
    /// <param name="objectives">What each distribution minimises; at least one. // (K)</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentException">There is no objective, the table is of other variables, or an option is not
    /// allowed.</exception>
    public ImportanceSampledPool(
        IEnumerable<DesignVariable> variables, ComplexityTable table, IEnumerable<ComplexityObjective> objectives,
        PoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(objectives);
        (_options, _table, Objectives) = (OptionsValidation.Validate(options), table, [.. objectives]);
        DesignVariable[] decided = [.. variables];
        if (Objectives.IsEmpty)
        {
            throw new ArgumentException("At least one objective is needed.", nameof(objectives));
        }

        if (!decided.Select(variable => variable.Choices).SequenceEqual(table.Counts))
        {
            throw new ArgumentException("The table of sizes is not about these variables.", nameof(table));
        }

        _steps = [.. Objectives.Select(_ => new AdaptiveNaturalGradient(new ArchitectureDistribution(decided), options.Asng))];
    }

    /// <summary>Updates done.</summary>
    public int Round { get; private set; }

    /// <summary>What each distribution minimises. // (K)</summary>
    public ImmutableArray<ComplexityObjective> Objectives { get; }

    /// <summary>The distributions with their steps. // (K)</summary>
    public IReadOnlyList<AdaptiveNaturalGradient> Steps => _steps;

    /// <summary>What a checkpoint keeps.</summary>
    public PoolState State => new(
        Round, [.. _steps.Select(step => step.State)], [.. Objectives.Select(objective => objective.Coefficient)]);

    /// <summary>Takes a kept state over.</summary>
    /// <exception cref="ArgumentException">It belongs to another pool, or its numbers are out of bounds.</exception>
    public void Restore(PoolState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Round < 0 || state.Steps.IsDefault || state.Coefficients.IsDefault
            || state.Steps.Length != _steps.Length || state.Coefficients.Length != _steps.Length)
        {
            throw new ArgumentException("This is no state of a pool with as many distributions.", nameof(state));
        }

        for (var k = 0; k < _steps.Length; k++)
        {
            _steps[k].Restore(state.Steps[k]);
            Objectives[k].Restore(state.Coefficients[k]);
        }

        Round = state.Round;
    }

    /// <summary>Draws architectures from every distribution and weighs them.</summary>
    public PoolBatch Draw(RandomSource random)
    {
        ImmutableArray<ArchitectureSample> samples =
            [.. _steps.SelectMany(step => step.Distribution.Sample(_options.SamplesPerDistribution, random))];
        double[][] logDensities = [.. _steps.Select(step => samples.Select(step.Distribution.LogDensity).ToArray())];
        var weights = BalanceHeuristic.Weights(
            logDensities, [.. Enumerable.Repeat(_options.SamplesPerDistribution, _steps.Length)]);
        return new PoolBatch(
            Round, samples, [.. weights.Select(row => row.ToImmutableArray())], [.. weights.Select(BalanceHeuristic.EffectiveSize)]);
    }

    /// <summary>Moves every distribution by what the samples of all of them showed.</summary>
    /// <param name="batch">What was drawn last.</param>
    /// <param name="losses">Loss of each sample, all on the same data; none is NaN. // (N)</param>
    /// <returns>What became of each step. // (K)</returns>
    /// <exception cref="ArgumentException">A loss is missing or no number.</exception>
    /// <exception cref="InvalidOperationException">The batch was drawn before the last update.</exception>
    public ImmutableArray<StepOutcome> Update(PoolBatch batch, IReadOnlyList<double> losses)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(losses);
        if (batch.Round != Round)
        {
            throw new InvalidOperationException($"The batch belongs to round {batch.Round}; this is round {Round}.");
        }

        if (losses.Count != batch.Samples.Length || losses.Any(double.IsNaN))
        {
            throw new ArgumentException("One loss that is a number is needed for each sample.", nameof(losses));
        }

        double[] sizes = [.. batch.Samples.Select(sample => _table.Of(sample.Choices))];
        ImmutableArray<StepOutcome> outcomes = [.. _steps.Select((step, k) => Update(
            step, batch, batch.Weights[k], [.. losses.Zip(sizes, Objectives[k].Of)]))];
        for (var k = 0; k < _steps.Length; k++)
        {
            Objectives[k].Adapt(_table.Expected(_steps[k].Distribution));
        }

        Round++;
        return outcomes;
    }

    private StepOutcome Update(
        AdaptiveNaturalGradient step, PoolBatch batch, ImmutableArray<double> weights, double[] values)
    {
        var total = weights.Sum();
        double[] shares = [.. weights.Select(weight => weight / total)];
        var utilities = SampleUtility.Of(_options.Utility, values, shares);
        if (utilities.Max() - utilities.Min() < Tie)
        {
            return StepOutcome.Tied;
        }

        double[] pulls = [.. shares.Zip(utilities, (share, utility) => share * utility)];
        return pulls.Sum(Math.Abs) < 2 * _options.LeastSignal         // 2 where half of all shares pull with 1 / rho each
            ? StepOutcome.Negligible : step.Step(batch.Samples, pulls);
    }
}
