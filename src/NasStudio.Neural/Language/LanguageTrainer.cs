using System.Collections.Immutable;
using System.Diagnostics;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.Neural.Language;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainLoss">Mean loss of its steps, in nats per token.</param>
/// <param name="ValidationLoss">Of the validation part, in nats per token.</param>
public sealed record LanguageEpoch(int Epoch, double TrainLoss, double ValidationLoss);

/// <summary>What a training came to; losses are mean cross-entropies in nats per token.</summary>
/// <param name="Epochs">Each epoch that was trained.</param>
/// <param name="ValidationLoss">Of the final model.</param>
/// <param name="TestLoss">Of the final model; measured once.</param>
/// <param name="Seconds">Wall time of all of it.</param>
public sealed record LanguageResult(
    IReadOnlyList<LanguageEpoch> Epochs, double ValidationLoss, double TestLoss, double Seconds);

/// <summary>
/// Trains language models: Adam with a cosine schedule and truncated backpropagation through time. Equal seeds give
/// bitwise equal weights on one CPU thread, whatever is trained beside it.
/// </summary>
/// <remarks>
/// The text is read at B places at once, each going on where it stopped, and starts from nothing in every epoch.
/// Williams and Peng 1990 for the truncation; Pascanu, Mikolov and Bengio, ICML 2013, for the limit of the gradient.
/// Safe for concurrent use.
/// </remarks>
public sealed class LanguageTrainer
{
    private readonly TrainLanguageOptions _options;
    private readonly TextCorpus _corpus;
    private readonly Device _device;

    /// <summary>A trainer for one text.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is not
    /// allowed.</exception>
    /// <exception cref="ArgumentException">A part of the text has fewer than two tokens for each place.</exception>
    public LanguageTrainer(TrainLanguageOptions options, TextCorpus corpus, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(corpus);
        (_options, _corpus, _device) = (options.Validated(), corpus, device);
        var shortest = Math.Min(TrainPart.Length, Math.Min(corpus.Validation.Length, corpus.Test.Length));
        if (shortest < 2 * options.BatchSize)
        {
            throw new ArgumentException(
                $"A part of the text has {shortest} tokens: too few to be read at {options.BatchSize} places at once.",
                nameof(options));
        }
    }

    private ReadOnlySpan<int> TrainPart
        => _options.MaxTrainTokens is > 0 and var most && most < _corpus.Train.Length
            ? _corpus.Train.AsSpan()[..most]
            : _corpus.Train.AsSpan();

    /// <summary>Trains a model in place and measures it.</summary>
    /// <param name="model">On the CPU; its weights are drawn here.</param>
    /// <param name="random">Forked by purpose; never drawn from.</param>
    /// <param name="heard">Hears each epoch; null where nobody listens.</param>
    /// <param name="cancellation">Stops within a step.</param>
    /// <exception cref="EvaluationFailedException">Training diverged.</exception>
    public LanguageResult Train(
        LanguageModel model, RandomSource random, Action<LanguageEpoch>? heard, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(random);
        set_num_threads(1);
        var watch = Stopwatch.StartNew();
        using var all = NewDisposeScope();
        model.Fill(random);
        model.to(_device);
        using var optimizer = optim.Adam(model.parameters(), _options.LearningRate);
        var text = Columns(TrainPart);                                // (length, B)
        var stretches = (int)((text.shape[0] - 2) / _options.SequenceLength) + 1;
        var history = new List<LanguageEpoch>();
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            model.train();
            var lossSum = 0.0;
            var state = model.Start(_options.BatchSize);
            for (var stretch = 0; stretch < stretches; stretch++)
            {
                cancellation.ThrowIfCancellationRequested();
                var done = (double)(epoch * stretches + stretch) / (_options.Epochs * stretches);
                foreach (var group in optimizer.ParamGroups)
                    group.LearningRate = _options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * done));

                using var scope = NewDisposeScope();                  // frees what backward needed
                var before = state;
                var (loss, after) = Read(model, text, stretch, before);
                optimizer.zero_grad();
                loss.backward();
                if (_options.GradientLimit > 0) nn.utils.clip_grad_norm_(model.parameters(), _options.GradientLimit);
                optimizer.step();
                state = after.Detached();
                before.Dispose();
                lossSum += Finite(loss.item<float>(), $"in epoch {epoch + 1} of {_options.Epochs}");
            }

            state.Dispose();
            history.Add(new LanguageEpoch(epoch + 1, lossSum / stretches,
                Evaluate(model, _corpus.Validation, cancellation)));
            heard?.Invoke(history[^1]);
        }

        return new LanguageResult(history, history[^1].ValidationLoss,
            Evaluate(model, _corpus.Test, cancellation), watch.Elapsed.TotalSeconds);
    }

    /// <summary>Mean cross-entropy of a text, in nats per token.</summary>
    /// <exception cref="EvaluationFailedException">The model's output is no number.</exception>
    public double Evaluate(LanguageModel model, ImmutableArray<int> part, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var all = NewDisposeScope();
        using var noGradient = no_grad();
        model.eval();
        var text = Columns(part.AsSpan());                            // (length, B)
        var (lossSum, state) = (0.0, model.Start(_options.BatchSize));
        var predicted = text.shape[0] - 1;
        for (var stretch = 0; stretch * _options.SequenceLength < predicted; stretch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var before = state;
            var (loss, after) = Read(model, text, stretch, before);
            state = after.Detached();
            before.Dispose();
            lossSum += loss.item<float>()
                * (double)Math.Min(_options.SequenceLength, predicted - stretch * _options.SequenceLength);
        }

        return Finite(lossSum / predicted, "of the trained model");
    }

    /// <summary>One stretch of the text: the mean loss of its predictions, and what is remembered.</summary>
    private (Tensor Loss, LanguageState State) Read(LanguageModel model, Tensor text, int stretch, LanguageState state)
    {
        var start = stretch * _options.SequenceLength;
        var length = Math.Min(_options.SequenceLength, text.shape[0] - 1 - start);
        var (logits, after) = model.call(text.narrow(0, start, length), state);        // (T, B, V)
        var targets = text.narrow(0, start + 1, length).flatten();
        return (nn.functional.cross_entropy(logits.flatten(0, 1), targets), after);
    }

    /// <summary>B stretches of a text side by side; what is left over at the end is not used. // (length, B)</summary>
    private Tensor Columns(ReadOnlySpan<int> part)
    {
        var (batch, length) = (_options.BatchSize, part.Length / _options.BatchSize);
        var values = new long[length * batch];
        for (var column = 0; column < batch; column++)
        {
            for (var row = 0; row < length; row++) values[row * batch + column] = part[column * length + row];
        }

        return tensor(values, [length, batch], device: _device);
    }

    private double Finite(double loss, string where) => double.IsFinite(loss)
        ? loss
        : throw new EvaluationFailedException(
            $"Training diverged: the loss {where} is {loss} (learning rate {_options.LearningRate}).");
}
