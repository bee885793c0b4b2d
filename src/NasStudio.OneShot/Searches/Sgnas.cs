using System.Collections.Immutable;
using NasStudio.Core.Trials;
using NasStudio.Neural.Training;
using NasStudio.OneShot.Distributions;
using NasStudio.OneShot.Supernets;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>
/// Trains a supernet along uniformly drawn paths; then one generator learns to answer any size with the operations that lose
/// least at that size.
/// </summary>
/// <remarks>
/// Huang and Chu, "Searching by Generating: Flexible and Efficient One-Shot NAS with Architecture Generator", CVPR 2021. A step
/// of the generator: a size is drawn uniformly, the generator's logits for it weigh all operations by a Gumbel softmax,
/// loss = cross-entropy on a validation batch + lambda (F - F*)^2. F is the expected size under these weights, in hundredths
/// of the range from the smallest architecture to the largest: in millions of multiply-accumulates, as published, the small
/// networks here would pay nothing. Deviations: one path a step and whole operations instead of unified sub-blocks; batch
/// norms use the batch's statistics; an answer is the likeliest architecture of the largest existing size that its target
/// allows, as in <see cref="ImportanceSampledAsng"/>.
/// </remarks>
public sealed class Sgnas : SupernetSearch<SgnasState>
{
    private const double Range = 100, Beta1 = 0.5;                    // the published code's beta
    private const double Near = 0.1;                                  // F so near to F* costs nothing; the published code
    private readonly SgnasOptions _options;
    private readonly ComplexityTable _table;
    private readonly ExistingSizes _sizes;
    private readonly SgnasGenerator _generator;
    private readonly Adam _optimizer;
    private readonly ImmutableArray<int> _prior;
    private readonly double[] _targets;
    private readonly int _steps;
    private ImmutableArray<double?> _accuracies;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, the device is none, or a target
    /// is smaller than every architecture.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    public Sgnas(WeightSharingContext context, SgnasOptions options) : base(context, options)
    {
        _options = options;
        try
        {
            _table = Supernet.TableOf(options.Complexity);
            _sizes = new ExistingSizes(_table);
            _targets = [.. Asked().Select(_sizes.NotAbove)];
        }
        catch
        {
            Training.Dispose();
            throw;
        }

        _steps = options.GeneratorEpochs * Training.Data.StepsPerEpoch;
        _accuracies = [.. new double?[_targets.Length]];
        _prior = SupernetVariable.Draw(Supernet.Variables, context.Random.Fork("prior"));
        _generator = new SgnasGenerator(_table.Counts, options.GeneratorWidth);
        Seeding.Fill(_generator, context.Random.Fork("generator"));
        _generator.to(Supernet.parameters().First().device);
        _optimizer = optim.Adam(_generator.parameters(), options.GeneratorRate, beta1: Beta1);
    }

    /// <inheritdoc/>
    public override int Rounds => TrainingRounds + (_steps + _options.StepsPerRound - 1) / _options.StepsPerRound;

    /// <inheritdoc/>
    public override ImmutableArray<SearchedDistribution> Distributions => [.. _targets.Select((target, k) =>
    {
        var probabilities = Probabilities(target);
        return Standing(
            Complexities.AtMost(target, _options.Complexity), _options.Penalty, target, probabilities,
            ModeOf(probabilities, target), _accuracies[k]);
    })];

    private protected override SgnasState State => new(_accuracies);

    /// <inheritdoc/>
    public override void Save(string folder)
    {
        base.Save(folder);
        _generator.save(Path.Combine(folder, "generator.dat"));
        _optimizer.save_state_dict(Path.Combine(folder, "generator-optimizer.dat"));
    }

    /// <inheritdoc/>
    public override void Load(string folder)
    {
        base.Load(folder);
        _generator.load(Path.Combine(folder, "generator.dat"));
        _optimizer.load_state_dict(Path.Combine(folder, "generator-optimizer.dat"));
    }

    private protected override void Restore(SgnasState state) => _accuracies = state.Accuracies;

    private protected override RoundInsight Play(CancellationToken cancellation)
    {
        if (Round < TrainingRounds) return new([SearchedInsight.TrainingLoss(TrainUniformly(cancellation))], []);
        var first = (Round - TrainingRounds) * _options.StepsPerRound;
        var (losses, misses) = (new List<double>(), new List<double>());
        for (var step = first; step < Math.Min(_steps, first + _options.StepsPerRound); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (loss, miss) = Learn(step);
            losses.Add(loss);
            misses.Add(miss);
        }

        var probabilities = Array.ConvertAll(_targets, Probabilities);
        var modes = probabilities.Zip(_targets, ModeOf).ToArray();
        _accuracies = [.. Training.Accuracies(modes, cancellation).Select(accuracy => (double?)accuracy)];
        var found = Distributions;
        return new RoundInsight(
            [
                SearchedInsight.ValidationLoss(losses.Average()),
                new("miss", "Miss of the sizes asked for", "% of the range", misses.Average()),
                .. SearchedInsight.Numbers(found),
                .. found.Select((each, k) => new InsightNumber(
                    $"complexity_{k}", $"Expected size, {each.Name}", Complexities.UnitOf(_options.Complexity),
                    _table.Expected(probabilities[k]))),
            ],
            SearchedInsight.Maps(found))
        {
            Warnings = SearchedInsight.CollapseOf(found) is { } collapse ? [collapse] : [],
        };
    }

    /// <summary>One step of the generator, for a size drawn uniformly.</summary>
    /// <returns>The loss, and by how many hundredths of the range the mixture misses the size.</returns>
    private (double Loss, double Miss) Learn(int step)
    {
        using var scope = NewDisposeScope();
        var (target, random) = (Context.Random.Fork("size", step).NextDouble(), Context.Random.Fork("noise", step));
        var temperature = _options.FirstTemperature * Math.Pow(_options.TemperatureDecay, step / Training.Data.StepsPerEpoch);
        var weights = Array.ConvertAll(
            _generator.forward(_prior, target), logits => GumbelSoftmax.Of(logits, temperature, random));
        var miss = Size(weights) - Range * target;
        var far = miss.detach().item<float>();
        using var penalty = miss.square()
            * (Math.Abs(far) <= Near ? 0 : far > 0 ? _options.Penalty * _options.PenaltyAbove : _options.Penalty);
        var (images, labels) = Training.Data.Validation(step);
        Supernet.Use(NormStatistics.Batch);
        var logits = Supernet.forward(images, [.. weights.Select(each => new Pick(null, each))]);
        var loss = Training.Backward(step, logits, labels, 1, penalty);
        _optimizer.step();
        _optimizer.zero_grad();
        Training.Forget();
        return (loss, Math.Abs(far));
    }

    /// <summary>F: the expected size of architectures whose variables are drawn by some weights, in hundredths of the range from
    /// the smallest architecture to the largest; the gradient reaches the weights. // (variables)(C) -> ()</summary>
    internal Tensor Size(Tensor[] weights)
    {
        using var scope = NewDisposeScope();
        var range = Math.Max(_table.Largest - _table.Smallest, double.Epsilon);
        var size = zeros(1, device: weights[0].device);
        foreach (var term in _table.Terms)
        {
            var joint = ones(1, device: weights[0].device);
            foreach (var variable in term.Variables) joint = (joint.unsqueeze(1) * weights[variable].unsqueeze(0)).flatten();
            var least = term.Costs.Min();
            var costs = tensor(term.Costs.Select(cost => (float)(Range * (cost - least) / range)).ToArray(), device: joint.device);
            size += (joint * costs).sum();
        }

        return size.MoveToOuterDisposeScope();
    }

    /// <summary>The generator's answer to a size. // (variables)(C)</summary>
    internal double[][] Probabilities(double target)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        return Array.ConvertAll(_generator.forward(_prior, _table.Normalise(target)), logits =>
            Array.ConvertAll(nn.functional.softmax(logits, 0).cpu().data<float>().ToArray(), probability => (double)probability));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _optimizer.Dispose();
            _generator.Dispose();
        }

        base.Dispose(disposing);
    }

    private ImmutableArray<int> ModeOf(double[][] probabilities, double target)
        => _sizes.Mode(probabilities, target, _options.TargetTolerance * target, Supernet.IsWasteful);

    private IEnumerable<double> Asked() => NumberListAttribute.Parse(_options.Targets) is { Length: > 0 } named ? named
        : Enumerable.Range(1, _options.Sizes).Select(k => _table.Smallest + (_table.Largest - _table.Smallest) * k / _options.Sizes);
}

/// <summary>What <see cref="Sgnas"/> saves besides weights.</summary>
/// <param name="Accuracies">Accuracy of each answer after the latest round, in per cent; null before the first in which the
/// generator learned.</param>
public sealed record SgnasState(ImmutableArray<double?> Accuracies);
