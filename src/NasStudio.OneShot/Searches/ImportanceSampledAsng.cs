using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Distributions;
using NasStudio.OneShot.Supernets;
using NasStudio.Search;
using static TorchSharp.torch;

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
public sealed class ImportanceSampledAsng : IWeightSharingSearch
{
    private readonly ImportanceSampledAsngOptions _options;
    private readonly WeightSharingContext _context;
    private readonly SupernetTraining _training;
    private readonly ComplexityTable _table;
    private readonly ExistingSizes _sizes;
    private readonly ImportanceSampledPool _pool;
    private readonly int _steps, _warmUp;
    private ImmutableArray<double?> _accuracies;
    private int _step;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, the device is none, or a target
    /// is smaller than every architecture.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    public ImportanceSampledAsng(WeightSharingContext context, ImportanceSampledAsngOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _options = OptionsValidation.Validate(options);
        _training = new SupernetTraining(context, options);
        try
        {
            _table = options.Complexity == Complexities.Parameters ? Supernet.Parameters : Supernet.MultiplyAccumulates;
            _sizes = new ExistingSizes(_table);
            _pool = new ImportanceSampledPool(
                Supernet.Variables.Select(variable => new CategoricalVariable(variable.Name, variable.Categories.Length)),
                _table, Objectives(), options.Pool);
        }
        catch
        {
            _training.Dispose();
            throw;
        }

        _steps = options.Epochs * _training.Data.StepsPerEpoch;
        _warmUp = options.WarmUpEpochs * _training.Data.StepsPerEpoch;
        _accuracies = [.. new double?[_pool.Objectives.Length]];
    }

    /// <inheritdoc/>
    public int Round => (_step + _options.StepsPerRound - 1) / _options.StepsPerRound;

    /// <inheritdoc/>
    public int Rounds => (_steps + _options.StepsPerRound - 1) / _options.StepsPerRound;

    /// <inheritdoc/>
    public bool IsFinished => _step == _steps || (_step > 0 && Decidedness >= _options.DecidedAt && _options.DecidedAt < 1);

    /// <inheritdoc/>
    public SearchCost Spent => _training.Spent;

    /// <inheritdoc/>
    public ImmutableArray<SearchedDistribution> Distributions
        => [.. Enumerable.Range(0, _pool.Objectives.Length).Select(Distribution)];

    private Supernet Supernet => _training.Supernet;

    private double Decidedness => _pool.Steps.Average(step => step.Distribution.Decidedness);

    /// <inheritdoc/>
    public RoundInsight Advance(CancellationToken cancellation)
    {
        if (IsFinished) throw new InvalidOperationException("The search is finished.");
        set_num_threads(1);
        var insight = new AsngInsight(_pool, _table, _options.Complexity);
        for (var end = Math.Min(_steps, _step + _options.StepsPerRound); _step < end; _step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var paths = _pool.Draw(_context.Random.Fork("training architectures", _step)).Samples.Select(sample => sample.Choices);
            insight.Trained(_training.Step(_step, [.. paths]));
            if (_step < _warmUp) continue;
            var batch = _pool.Draw(_context.Random.Fork("validation architectures", _step));
            var losses = _training.Losses(_step, [.. batch.Samples.Select(sample => sample.Choices)]);
            insight.Updated(batch, losses, _pool.Update(batch, losses));
        }

        _accuracies = [.. Modes().Select(mode => { cancellation.ThrowIfCancellationRequested(); return (double?)_training.Accuracy(mode); })];
        return insight.Made(Distributions, (double)_step / _steps);
    }

    /// <inheritdoc/>
    public void Save(string folder)
    {
        _training.Save(folder);
        new SavedState(_step, Spent, _pool.State, _accuracies).Write(folder);
    }

    /// <inheritdoc/>
    public void Load(string folder)
    {
        var saved = SavedState.Read(folder);
        _training.Load(folder, saved.Spent);
        _pool.Restore(saved.Pool);
        (_step, _accuracies) = (saved.Step, saved.Accuracies);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Winners(CancellationToken cancellation)
    {
        if (!IsFinished) throw new InvalidOperationException("The search is not finished.");
        return
        [
            .. Distributions.Select(found => new Proposal(found.Mode, found.Name, Predicted: found.Predicted())),
        ];
    }

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor> Inherit(Architecture architecture)
        => Supernet.Extract(Supernet.ChoicesOf(architecture));

    /// <inheritdoc/>
    public void Dispose() => _training.Dispose();

    private IEnumerable<ComplexityObjective> Objectives()
    {
        var targets = NumberListAttribute.Parse(_options.Targets)!;
        if (targets.Length == 0)
        {
            return NumberListAttribute.Parse(_options.Coefficients)!
                .Select(coefficient => new WeightedComplexity(_table, coefficient));
        }

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
        var name = objective.Target is { } target
            ? string.Create(CultureInfo.InvariantCulture, $"at most {target:0.###} {AsngInsight.UnitOf(_options.Complexity)}")
            : string.Create(CultureInfo.InvariantCulture, $"coefficient {objective.Coefficient:0.######}");
        return new SearchedDistribution(
            name, objective.Coefficient, objective.Target, Supernet.Variables,
            [.. Enumerable.Range(0, Supernet.Variables.Length).Select(j => distribution.Probabilities(j).ToImmutableArray())],
            Supernet.ArchitectureOf(mode), (long)Supernet.Parameters.Of(mode), (long)Supernet.MultiplyAccumulates.Of(mode),
            _accuracies[k]);
    }
}
