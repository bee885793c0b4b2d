using System.Diagnostics;
using System.Runtime.InteropServices;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Training;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainLoss">Mean loss of its steps.</param>
/// <param name="ValidationAccuracyPercent">Share of the validation images classified rightly, in per cent; null where
/// nobody asked for it after this epoch.</param>
/// <param name="ValidationLoss">Mean cross-entropy of the validation images, without smoothing; null likewise.</param>
/// <param name="LearningRate">Rate of its last step.</param>
public sealed record EpochMetrics(
    int Epoch, double TrainLoss, double? ValidationAccuracyPercent, double? ValidationLoss, double LearningRate);

/// <summary>What a training came to; the network holds the weights of the last epoch.</summary>
/// <param name="Epochs">Each epoch that was trained.</param>
/// <param name="ValidationAccuracyPercent">Of the final network, in per cent.</param>
/// <param name="ValidationLoss">Of the final network.</param>
/// <param name="TestAccuracyPercent">Of the final network, in per cent; measured once.</param>
/// <param name="TestLoss">Of the final network.</param>
/// <param name="Seconds">Wall time of all of it.</param>
public sealed record TrainingResult(
    IReadOnlyList<EpochMetrics> Epochs, double ValidationAccuracyPercent, double ValidationLoss,
    double TestAccuracyPercent, double TestLoss, double Seconds);

/// <summary>
/// Trains image classifiers: stochastic gradient descent with momentum and a cosine schedule. Equal seeds give bitwise
/// equal weights on one CPU thread, whatever is trained beside it.
/// </summary>
/// <remarks>
/// Loshchilov and Hutter, "SGDR", ICLR 2017, eq. 5 without restarts. Safe for concurrent use: each call has its own
/// network and random source, and sets one libtorch thread for the calling thread. No await inside: libtorch's modes
/// belong to a thread.
/// </remarks>
public sealed class Trainer
{
    private readonly TrainOptions _options;
    private readonly DataSplit _split;
    private readonly ImageBatches _batches;
    private readonly Device _device;

    /// <summary>A trainer for one data set and split.</summary>
    public Trainer(TrainOptions options, ImageDataSet images, DataSplit split, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(split);
        (_options, _split, _device) = (options.Validated(), split, device);
        _batches = new ImageBatches(images, split.Train.AsSpan(), device);
    }

    /// <summary>Trains a network in place and measures it.</summary>
    /// <param name="network">Images to logits. // (B, C, H, W) -> (B, classes);
    /// on the CPU; its weights are drawn here unless they are inherited</param>
    /// <param name="random">Forked for weights, order and augmentation.</param>
    /// <param name="heard">Hears of every epoch, on this thread; null where nobody listens, which spares validating after
    /// each.</param>
    /// <param name="cancellation">Stops within a batch.</param>
    /// <param name="epochs">How many epochs the schedule runs over; null for those of the options.</param>
    /// <param name="inherited">Whether training begins with the weights that the network has.</param>
    /// <exception cref="EvaluationFailedException">The loss is no number, or memory ran out.</exception>
    public TrainingResult Train(
        nn.Module<Tensor, Tensor> network, RandomSource random, Action<EpochMetrics>? heard,
        CancellationToken cancellation, int? epochs = null, bool inherited = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(random);
        // several workers of one thread beat one of several
        set_num_threads(1);
        try
        {
            return Run(network, random, heard, epochs ?? _options.Epochs, inherited, cancellation);
        }
        catch (ExternalException e) when (IsOutOfMemory(e))
        {
            throw new EvaluationFailedException(
                $"Memory ran out on {_device} while training with batches of {_options.BatchSize} images; "
                + "a smaller batchSize or fewer channels need less.", e);
        }
    }

    private TrainingResult Run(
        nn.Module<Tensor, Tensor> network, RandomSource random, Action<EpochMetrics>? heard, int epochs,
        bool inherited, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var outer = NewDisposeScope();
        if (!inherited) Seeding.Fill(network, random);
        network.to(_device);
        using var optimizer = optim.SGD(
            network.parameters(), _options.LearningRate, momentum: _options.Momentum,
            weight_decay: _options.WeightDecay, nesterov: _options.Momentum > 0);   // looks ahead; needs some momentum

        var order = _split.Train.ToArray();
        var batch = Math.Min(_options.BatchSize, order.Length);       // B
        // the rest sits out: batch norm dislikes small batches
        var steps = order.Length / batch;
        var augmentation = new Augmentation(_options.Shift, _options.Flip);
        var watched = heard is not null || _options.Patience > 0;
        var history = new List<EpochMetrics>();
        (double AccuracyPercent, double Loss)? after = null;
        for (var epoch = 0; epoch < epochs && !HasStalled(history); epoch++)
        {
            random.Fork("order", epoch).Shuffle<int>(order);
            var changes = random.Fork("augmentation", epoch);
            var (lossSum, rate) = (0.0, 0.0);
            network.train();
            for (var step = 0; step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                rate = CosineSchedule.Rate(_options.LearningRate, epoch * steps + step, epochs * steps);
                foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;

                using var scope = NewDisposeScope();                  // frees what backward needed, step by step
                var indices = order.AsSpan(step * batch, batch);      // (B)
                var images = _batches.Images(indices, augmentation, changes);   // (B, C, H, W)
                var loss = Loss(network, images, _batches.Labels(indices), epoch, epochs);
                optimizer.zero_grad();
                loss.backward();
                if (_options.GradientLimit > 0) nn.utils.clip_grad_norm_(network.parameters(), _options.GradientLimit);
                optimizer.step();
                lossSum += loss.item<float>();
            }

            if (watched) after = Validate();
            history.Add(new EpochMetrics(epoch + 1, lossSum / steps, after?.AccuracyPercent, after?.Loss, rate));
            heard?.Invoke(history[^1]);
        }

        if (_options.RecalibrateBatchNorm)
        {
            Recalibrate(network, batch, cancellation);
            after = null;
        }

        var validation = after ?? Validate();
        var test = Evaluate(network, _split.Test.AsSpan(), cancellation);
        return new TrainingResult(
            history, validation.AccuracyPercent, validation.Loss, test.AccuracyPercent, test.Loss,
            watch.Elapsed.TotalSeconds);

        (double AccuracyPercent, double Loss) Validate()
            => Evaluate(network, _split.Validation.AsSpan(), cancellation);
    }

    /// <summary>Accuracy and mean cross-entropy over some images, which are never augmented.</summary>
    /// <exception cref="EvaluationFailedException">The network's output is no number.</exception>
    public (double AccuracyPercent, double Loss) Evaluate(
        nn.Module<Tensor, Tensor> network, ReadOnlySpan<int> part, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.eval();
        using var noGradient = no_grad();
        var (right, lossSum) = (0L, 0.0);
        for (var start = 0; start < part.Length; start += _batches.EvaluationSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var indices = part.Slice(start, Math.Min(_batches.EvaluationSize, part.Length - start));
            var labels = _batches.Labels(indices);                    // (B)
            var logits = network.call(_batches.Images(indices));      // (B, classes)
            right += logits.argmax(1).eq(labels).sum().item<long>();
            lossSum += nn.functional.cross_entropy(logits, labels).item<float>() * (double)indices.Length;
        }

        return double.IsFinite(lossSum)
            ? (100.0 * right / part.Length, lossSum / part.Length)
            : throw new EvaluationFailedException("Training diverged: the trained network's outputs are not finite.");
    }

    /// <summary>Cross-entropy of each of some images, which are never augmented. // (part)</summary>
    public float[] ImageLosses(
        nn.Module<Tensor, Tensor> network, ReadOnlySpan<int> part, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.eval();
        using var noGradient = no_grad();
        var losses = new float[part.Length];
        for (var start = 0; start < part.Length; start += _batches.EvaluationSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var indices = part.Slice(start, Math.Min(_batches.EvaluationSize, part.Length - start));
            var logits = network.call(_batches.Images(indices));      // (B, classes)
            var each = nn.functional.cross_entropy(logits, _batches.Labels(indices), reduction: nn.Reduction.None);
            each.data<float>().ToArray().CopyTo(losses, start);
        }

        return losses;
    }

    private Tensor Loss(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels, int epoch, int epochs)
    {
        // (B, classes); freed before backward, which is faster
        using var logits = network.call(images);
        var loss = nn.functional.cross_entropy(logits, labels, label_smoothing: _options.LabelSmoothing);
        return float.IsFinite(loss.item<float>())
            ? loss
            : throw new EvaluationFailedException(
                $"Training diverged: the loss is {loss.item<float>()} in epoch {epoch + 1} of {epochs} "
                + $"(learning rate {_options.LearningRate}).");
    }

    private bool HasStalled(List<EpochMetrics> history)
    {
        if (_options.Patience == 0 || history.Count <= _options.Patience) return false;
        var before = history.SkipLast(_options.Patience).Max(epoch => epoch.ValidationAccuracyPercent);
        return history.TakeLast(_options.Patience).All(epoch => epoch.ValidationAccuracyPercent <= before);
    }

    /// <summary>Replaces the running statistics by the plain average over the training images, as they are.</summary>
    private void Recalibrate(nn.Module<Tensor, Tensor> network, int batch, CancellationToken cancellation)
    {
        var norms = network.modules().OfType<BatchNorm2d>().ToArray();
        var momenta = Array.ConvertAll(norms, norm => norm.momentum);
        foreach (var norm in norms)
        {
            norm.running_mean!.zero_();
            norm.running_var!.fill_(1);
            norm.num_batches_tracked!.zero_();
            norm.momentum = null;                                     // null: every batch counts alike
        }

        using var noGradient = no_grad();
        network.train();
        for (var start = 0; start + batch <= _split.Train.Length; start += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            network.call(_batches.Images(_split.Train.AsSpan().Slice(start, batch)));
        }

        for (var i = 0; i < norms.Length; i++) norms[i].momentum = momenta[i];
    }

    private static bool IsOutOfMemory(ExternalException e)
        => e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase);
}
