using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Distributions;
using NasStudio.OneShot.Supernets;

namespace NasStudio.OneShot.Searches;

/// <summary>
/// One search, many complexities: distributions that weigh complexity differently share the weights of one supernet and each
/// other's samples; each ends with an architecture of its own.
/// </summary>
/// <remarks>
/// Noda, Saito and Shirakawa, "Efficient Search of Multiple Neural Architectures with Different Complexities via Importance
/// Sampling", ICANN 2022; the loop is that of ASNG-NAS (Akimoto et al., ICML 2019, algorithm 1). A step: N sampled
/// architectures on a training batch, whose mean gradient moves the weights; N fresh ones, all on the same validation batch,
/// whose losses move every distribution. Deviation: equal architectures of a step are computed once.
/// </remarks>
public sealed class ImportanceSampledAsng : SupernetSearch<ImportanceSampledAsngState>
{
    private readonly ImportanceSampledAsngOptions _options;
    private readonly int _warmUp;
    private Aim? _aim;                                        // null while latency is to be measured
    private ImmutableArray<double?> _accuracies;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, the device is none, or a target
    /// is smaller than every architecture.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    public ImportanceSampledAsng(WeightSharingContext context, ImportanceSampledAsngOptions options) : this(context, options, null)
    {
    }

    /// <summary>A search from its beginning, by latencies that were measured before.</summary>
    internal ImportanceSampledAsng(WeightSharingContext context, ImportanceSampledAsngOptions options, LatencyTable? latency)
        : base(context, options)
    {
        _options = options;
        try
        {
            if (options.Complexity != Complexities.Latency || latency is not null) Begin(latency);
        }
        catch
        {
            Training.Dispose();
            throw;
        }

        _warmUp = (int)(options.WarmUp * options.Epochs * Training.Data.StepsPerEpoch);
        _accuracies = [.. new double?[options.Distributions]];
    }

    /// <inheritdoc/>
    public override bool MeasuresAlone => _aim is null;

    /// <summary>The latencies of the layers; null where complexity is something else, and before they are measured.</summary>
    internal LatencyTable? Latency => _aim?.Latency;

    /// <inheritdoc/>
    public override bool IsFinished => base.IsFinished
        || (Round > 0 && _options.DecidedAt < 1
            && Pool.Steps.Average(step => step.Distribution.Decidedness) >= _options.DecidedAt);

    /// <inheritdoc/>
    public override ImmutableArray<SearchedDistribution> Distributions
        => _aim is null ? [] : [.. Enumerable.Range(0, Pool.Objectives.Length).Select(Distribution)];

    private ImportanceSampledPool Pool => _aim!.Pool;

    private protected override ImportanceSampledAsngState State => new(Pool.State, _accuracies, Latency);

    /// <inheritdoc/>
    public override string? MeasureAlone(CancellationToken cancellation)
    {
        if (!MeasuresAlone) return null;
        var training = Context.Training;
        var latency = LatencyTable.Measure(
            new SupernetClock(Supernet, Training.Data.Shape, Training.Device, training.LatencySamples), Supernet.Variables,
            Context.Random.Fork("latency"), cancellation);
        Begin(latency);
        return latency.Describe();
    }

    private protected override void Restore(ImportanceSampledAsngState state)
    {
        if (state.Latency is { } latency) Begin(latency);
        Pool.Restore(state.Pool);
        _accuracies = state.Accuracies;
    }

    private protected override RoundInsight Play(CancellationToken cancellation)
    {
        MeasureAlone(cancellation);                           // where nobody saw to it before
        var insight = new AsngInsight(Pool, _aim!.Table, _options.Complexity);
        foreach (var step in StepsOfRound(cancellation))
        {
            var paths = Pool.Draw(Context.Random.Fork("training architectures", step)).Samples.Select(sample => sample.Choices);
            insight.Trained(Training.Step(step, [.. paths]));
            if (step < _warmUp) continue;
            var batch = Pool.Draw(Context.Random.Fork("validation architectures", step));
            var losses = Training.Losses(step, [.. batch.Samples.Select(sample => sample.Choices)]);
            insight.Updated(batch, losses, Pool.Update(batch, losses));
        }

        _accuracies = [.. Training.Accuracies([.. Modes()], cancellation).Select(accuracy => (double?)accuracy)];
        return insight.Made(Distributions, (Round + 1.0) / Rounds);
    }

    /// <summary>Refuses target sizes that no architecture meets; says nothing while latency is to be measured.</summary>
    /// <exception cref="ArgumentException">One is smaller than every architecture.</exception>
    internal void Require(double[] targets)
    {
        if (_aim is { } aim) Require(targets, aim.Table.Smallest);
    }

    private void Require(double[] targets, double smallest)
    {
        if (targets.Length > 0 && targets.Min() is var least && least < smallest)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"No architecture has at most {least:0.###} {Complexities.UnitOf(_options.Complexity)}: the smallest has {smallest:0.###}. Ask for larger sizes."));
        }
    }

    /// <summary>Begins with what complexity is now known to be.</summary>
    private void Begin(LatencyTable? latency)
    {
        var table = latency?.Table ?? Supernet.TableOf(_options.Complexity);
        var sizes = new ExistingSizes(table);
        _aim = new Aim(table, sizes, new ImportanceSampledPool(
            Supernet.Variables.Select(variable => new CategoricalVariable(variable.Name, variable.Categories.Length)),
            table, Objectives(table, sizes), _options.Pool), latency);
    }

    private IEnumerable<ComplexityObjective> Objectives(ComplexityTable table, ExistingSizes sizes)
    {
        var targets = NumberListAttribute.Parse(_options.Targets)!;
        if (targets.Length == 0)
        {
            return NumberListAttribute.Parse(_options.Coefficients)!
                .Select(coefficient => new WeightedComplexity(table, coefficient));
        }

        Require(targets, table.Smallest);
        return targets.Select(target => new TargetComplexity(
            sizes, target, new TargetOptions { Rate = _options.TargetRate }));
    }

    private IEnumerable<ImmutableArray<int>> Modes() => Enumerable.Range(0, Pool.Objectives.Length).Select(Mode);

    /// <summary>The architecture that a distribution stands for: its likeliest, or the likeliest that its target allows,
    /// where latencies that noise cannot tell apart count as one size. A size is not filled with operations that do not reach
    /// the output.</summary>
    private ImmutableArray<int> Mode(int k) => Pool.Objectives[k].Target is { } target
        ? _aim!.Sizes.Mode(
            Pool.Steps[k].Distribution, target, Math.Max(_options.TargetTolerance * target, Latency?.NoiseMs ?? 0), Supernet.IsWasteful)
        : Pool.Steps[k].Distribution.Mode;

    private SearchedDistribution Distribution(int k)
    {
        var (objective, distribution, mode) = (Pool.Objectives[k], Pool.Steps[k].Distribution, Mode(k));
        var name = objective.Target is { } target ? Complexities.AtMost(target, _options.Complexity)
            : string.Create(CultureInfo.InvariantCulture, $"coefficient {objective.Coefficient:0.######}");
        return Standing(name, objective.Coefficient, objective.Target, distribution.AllProbabilities(), mode, _accuracies[k]) with
        {
            LatencyMs = Latency is null ? null : _aim!.Table.Of(mode),
        };
    }

    /// <summary>What the search goes by: sizes, distributions, and the latencies behind the sizes.</summary>
    private sealed record Aim(ComplexityTable Table, ExistingSizes Sizes, ImportanceSampledPool Pool, LatencyTable? Latency);
}

/// <summary>What <see cref="ImportanceSampledAsng"/> saves besides weights.</summary>
/// <param name="Pool">Distributions, their steps and coefficients.</param>
/// <param name="Accuracies">Accuracy of each mode after the latest round, in per cent; null before the first. // (K)</param>
/// <param name="Latency">What was measured before the search; null where complexity is something else.</param>
public sealed record ImportanceSampledAsngState(PoolState Pool, ImmutableArray<double?> Accuracies, LatencyTable? Latency = null);
