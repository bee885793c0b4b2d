using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Distributions;

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
    private readonly ComplexityTable _table;
    private readonly ExistingSizes _sizes;
    private readonly ImportanceSampledPool _pool;
    private readonly int _warmUp;
    private ImmutableArray<double?> _accuracies;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, the device is none, or a target
    /// is smaller than every architecture.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    public ImportanceSampledAsng(WeightSharingContext context, ImportanceSampledAsngOptions options) : base(context, options)
    {
        _options = options;
        try
        {
            _table = Supernet.TableOf(options.Complexity);
            _sizes = new ExistingSizes(_table);
            _pool = new ImportanceSampledPool(
                Supernet.Variables.Select(variable => new CategoricalVariable(variable.Name, variable.Categories.Length)),
                _table, Objectives(), options.Pool);
        }
        catch
        {
            Training.Dispose();
            throw;
        }

        _warmUp = (int)(options.WarmUp * options.Epochs * Training.Data.StepsPerEpoch);
        _accuracies = [.. new double?[_pool.Objectives.Length]];
    }

    /// <inheritdoc/>
    public override bool IsFinished => base.IsFinished
        || (Round > 0 && _options.DecidedAt < 1
            && _pool.Steps.Average(step => step.Distribution.Decidedness) >= _options.DecidedAt);

    /// <inheritdoc/>
    public override ImmutableArray<SearchedDistribution> Distributions
        => [.. Enumerable.Range(0, _pool.Objectives.Length).Select(Distribution)];

    private protected override ImportanceSampledAsngState State => new(_pool.State, _accuracies);

    private protected override void Restore(ImportanceSampledAsngState state)
    {
        _pool.Restore(state.Pool);
        _accuracies = state.Accuracies;
    }

    private protected override RoundInsight Play(CancellationToken cancellation)
    {
        var insight = new AsngInsight(_pool, _table, _options.Complexity);
        foreach (var step in StepsOfRound(cancellation))
        {
            var paths = _pool.Draw(Context.Random.Fork("training architectures", step)).Samples.Select(sample => sample.Choices);
            insight.Trained(Training.Step(step, [.. paths]));
            if (step < _warmUp) continue;
            var batch = _pool.Draw(Context.Random.Fork("validation architectures", step));
            var losses = Training.Losses(step, [.. batch.Samples.Select(sample => sample.Choices)]);
            insight.Updated(batch, losses, _pool.Update(batch, losses));
        }

        _accuracies = [.. Training.Accuracies(Modes(), cancellation).Select(accuracy => (double?)accuracy)];
        return insight.Made(Distributions, (Round + 1.0) / Rounds);
    }

    /// <summary>Refuses target sizes that no architecture meets.</summary>
    /// <exception cref="ArgumentException">One is smaller than every architecture.</exception>
    internal void Require(double[] targets)
    {
        if (targets.Length > 0 && targets.Min() is var least && least < _table.Smallest)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"No architecture has at most {least:0.###} {Complexities.UnitOf(_options.Complexity)}: the smallest has {_table.Smallest:0.###}. Ask for larger sizes."));
        }
    }

    private IEnumerable<ComplexityObjective> Objectives()
    {
        var targets = NumberListAttribute.Parse(_options.Targets)!;
        if (targets.Length == 0)
        {
            return NumberListAttribute.Parse(_options.Coefficients)!
                .Select(coefficient => new WeightedComplexity(_table, coefficient));
        }

        Require(targets);
        return targets.Select(target => new TargetComplexity(
            _sizes, target, new TargetOptions { Rate = _options.TargetRate }));
    }

    /// <summary>The architecture that each distribution stands for: its likeliest, or the likeliest that its target
    /// allows.</summary>
    private ImmutableArray<ImmutableArray<int>> Modes() => [.. _pool.Steps.Zip(_pool.Objectives, (step, objective)
        => objective.Target is { } target
            ? _sizes.Mode(step.Distribution, target, _options.TargetTolerance * target)
            : step.Distribution.Mode)];

    private SearchedDistribution Distribution(int k)
    {
        var (objective, distribution, mode) = (_pool.Objectives[k], _pool.Steps[k].Distribution, Modes()[k]);
        var name = objective.Target is { } target ? Complexities.AtMost(target, _options.Complexity)
            : string.Create(CultureInfo.InvariantCulture, $"coefficient {objective.Coefficient:0.######}");
        return Standing(name, objective.Coefficient, objective.Target, distribution.AllProbabilities(), mode, _accuracies[k]);
    }
}

/// <summary>What <see cref="ImportanceSampledAsng"/> saves besides weights.</summary>
/// <param name="Pool">Distributions, their steps and coefficients.</param>
/// <param name="Accuracies">Accuracy of each mode after the latest round, in per cent; null before the first. // (K)</param>
public sealed record ImportanceSampledAsngState(PoolState Pool, ImmutableArray<double?> Accuracies);
