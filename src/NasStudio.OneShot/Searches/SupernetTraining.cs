using System.Collections.Immutable;
using NasStudio.Core.Trials;
using NasStudio.Neural.Networks;
using NasStudio.Neural.Training;
using NasStudio.OneShot.Supernets;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>
/// What every search does with its supernet: a step of the weights on a training batch, losses of architectures on one
/// validation batch, the accuracy of an architecture.
/// </summary>
/// <remarks>Equal architectures of a step are computed once and count as often as they were drawn.</remarks>
internal sealed class SupernetTraining : IDisposable
{
    private readonly SupernetOptions _options;
    private readonly SGD _optimizer;
    private readonly Parameter[] _weights;
    private readonly long _steps;

    public SupernetTraining(WeightSharingContext context, SupernetOptions options, int parts = 1)
    {
        set_num_threads(1);
        _options = options;
        Device = DeviceChoice.Resolve(context.Device);
        Data = new SupernetData(context, options.BatchSize, Device);
        _steps = (long)options.Epochs * Data.StepsPerEpoch;
        Supernet = Supernet.For(
            context.Space, new NetworkSize(context.Training.Channels, context.Training.CellsPerStage, Data.Shape, Data.Classes), parts);
        Seeding.Fill(Supernet, context.Random.Fork("supernet"));
        Supernet.to(Device);
        _weights = [.. Supernet.parameters()];
        _optimizer = optim.SGD(_weights, options.LearningRate, momentum: options.Momentum, weight_decay: options.WeightDecay);
    }

    /// <summary>Where it computes.</summary>
    public Device Device { get; }

    /// <summary>The supernet.</summary>
    public Supernet Supernet { get; }

    /// <summary>The images.</summary>
    public SupernetData Data { get; }

    /// <summary>What was computed so far.</summary>
    public SearchCost Spent { get; private set; }

    /// <summary>A step of the weights along the mean gradient of some architectures on a training batch.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="paths">The architectures. // (N)(variables)</param>
    /// <returns>Mean loss.</returns>
    /// <exception cref="EvaluationFailedException">A loss is no number.</exception>
    public double Step(long step, IReadOnlyList<ImmutableArray<int>> paths)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Data.Training(step);
        Supernet.Use(NormStatistics.Tracked);
        _optimizer.zero_grad();
        var total = 0.0;
        foreach (var (path, count) in Distinct(paths))
        {
            total += Backward(step, Supernet.forward(images, path.AsSpan()), labels, (double)count / paths.Count);
        }

        Descend(step);
        return total;
    }

    /// <summary>A step of the weights with a mixture of operations on a training batch.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="picks">Makes the mixture, within the scope of the step.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="EvaluationFailedException">The loss is no number.</exception>
    public double Step(long step, Func<IReadOnlyList<Pick>> picks)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Data.Training(step);
        Supernet.Use(NormStatistics.Tracked);
        _optimizer.zero_grad();
        var loss = Backward(step, Supernet.forward(images, picks()), labels, 1);
        Descend(step);
        return loss;
    }

    /// <summary>Adds the gradient of a share of the loss. Frees the logits before, which is faster.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="logits">What the supernet made of the images; is disposed. // (B, classes)</param>
    /// <param name="labels">Their classes. // (B)</param>
    /// <param name="share">What the loss is multiplied by.</param>
    /// <param name="penalty">Is added to the loss where the gradient is concerned; null for none. // ()</param>
    /// <returns>That share of the loss, without the penalty.</returns>
    /// <exception cref="EvaluationFailedException">The loss is no number.</exception>
    public double Backward(long step, Tensor logits, Tensor labels, double share, Tensor? penalty = null)
    {
        using var loss = nn.functional.cross_entropy(logits, labels);
        logits.Dispose();
        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            throw new EvaluationFailedException(FormattableString.Invariant(
                $"The supernet diverged: its training loss is {value} in step {step + 1} of {_steps} (learning rate {_options.LearningRate}, gradient limit {_options.GradientLimit}). A smaller learning rate or a gradient limit helps."));
        }

        using var part = loss * share;
        using var whole = penalty is null ? part.alias() : part + penalty;
        whole.backward();
        Spent = new(Spent.Forward + 1, Spent.Backward + 1);
        return value * share;
    }

    /// <summary>Drops the gradients of all weights.</summary>
    public void Forget() => _optimizer.zero_grad();

    /// <summary>A step along the gradients that are there, at the cosine's rate.</summary>
    public void Descend(long step)
    {
        if (_options.GradientLimit > 0) nn.utils.clip_grad_norm_(_weights, _options.GradientLimit);
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = Rate(step);
        _optimizer.step();
        _optimizer.zero_grad();
    }

    /// <summary>Losses of some architectures on one validation batch, each with the statistics of that batch; infinite where a
    /// loss is no number. Changes nothing. // (N)</summary>
    /// <exception cref="EvaluationFailedException">None of them is a number.</exception>
    public double[] Losses(long step, IReadOnlyList<ImmutableArray<int>> paths)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (images, labels) = Data.Validation(step);
        Supernet.Use(NormStatistics.Batch);
        var losses = Each(paths, path => LossOf(path, images, labels));
        return losses.Any(double.IsFinite)
            ? losses
            : throw new EvaluationFailedException(FormattableString.Invariant(
                $"The supernet diverged: no sampled architecture has a finite validation loss in step {step + 1} of {_steps}."));
    }

    /// <summary>Accuracy of an architecture over all validation images, in per cent, by the search's own statistics of batch
    /// norms.</summary>
    public double Accuracy(ImmutableArray<int> path) => Accuracy(path, _options.NormPolicy);

    /// <summary>Accuracy of an architecture over all validation images, in per cent.</summary>
    /// <param name="path">The architecture. // (variables)</param>
    /// <param name="normPolicy">Whose statistics batch norms use.</param>
    public double Accuracy(ImmutableArray<int> path, string normPolicy)
    {
        using var noGradient = no_grad();
        switch (normPolicy)
        {
            case NormPolicies.Recalibrated:
                var batches = Math.Min(_options.CalibrationBatches, Data.StepsPerEpoch);
                Supernet.Recalibrate(path.AsSpan(), Data.Calibration(batches));
                Spent = Spent with { Forward = Spent.Forward + batches };
                break;
            case NormPolicies.Batch: Supernet.Use(NormStatistics.Batch); break;
            default: Supernet.Use(NormStatistics.Stored); break;
        }

        var (right, all) = (0L, 0L);
        foreach (var (images, labels) in Data.AllValidation())
        {
            using var scope = NewDisposeScope();
            using (images)
            using (labels)
            {
                right += Supernet.forward(images, path.AsSpan()).argmax(1).eq(labels).sum().item<long>();
                all += labels.shape[0];
            }

            Spent = Spent with { Forward = Spent.Forward + 1 };
        }

        return 100.0 * right / all;
    }

    /// <summary>Accuracies of some architectures, in per cent; equal ones are measured once. // (N)</summary>
    public double[] Accuracies(IReadOnlyList<ImmutableArray<int>> paths, CancellationToken cancellation) => Each(paths, path =>
    {
        cancellation.ThrowIfCancellationRequested();
        return Accuracy(path);
    });

    /// <summary>Rate of a step of the weights.</summary>
    public double Rate(long step) => CosineSchedule.Rate(_options.LearningRate, step, _steps);

    /// <summary>The velocity of each weight, in the order of the supernet's parameters; null before its first
    /// step.</summary>
    public IEnumerable<Tensor?> Velocities()
        => _optimizer.state_dict().State.Select(state => ((SGD.State)state).momentum_buffer);

    /// <summary>A text for each architecture.</summary>
    public static string Key(ImmutableArray<int> path) => string.Join(',', path);

    /// <summary>Writes weights and optimiser.</summary>
    public void Save(string folder)
    {
        Supernet.save(Path.Combine(folder, "supernet.dat"));
        _optimizer.save_state_dict(Path.Combine(folder, "optimizer.dat"));
    }

    /// <summary>Reads weights and optimiser.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="spent">What was computed until then.</param>
    public void Load(string folder, SearchCost spent)
    {
        Supernet.load(Path.Combine(folder, "supernet.dat"));
        _optimizer.load_state_dict(Path.Combine(folder, "optimizer.dat"));
        Spent = spent;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        Supernet.Dispose();
    }

    /// <summary>A value of each architecture; of equal ones it is computed once. // (N)</summary>
    private static double[] Each(IReadOnlyList<ImmutableArray<int>> paths, Func<ImmutableArray<int>, double> compute)
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        var values = new double[paths.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var key = Key(paths[i]);
            if (!known.TryGetValue(key, out var value)) known[key] = value = compute(paths[i]);
            values[i] = value;
        }

        return values;
    }

    private double LossOf(ImmutableArray<int> path, Tensor images, Tensor labels)
    {
        using var logits = Supernet.forward(images, path.AsSpan());
        using var loss = nn.functional.cross_entropy(logits, labels);
        Spent = Spent with { Forward = Spent.Forward + 1 };
        var value = loss.item<float>();
        return float.IsFinite(value) ? value : double.PositiveInfinity;
    }

    private static IEnumerable<(ImmutableArray<int> Path, int Count)> Distinct(IReadOnlyList<ImmutableArray<int>> paths)
        => paths.GroupBy(Key, StringComparer.Ordinal).Select(equal => (equal.First(), equal.Count()));
}
