using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.Training;
using static TorchSharp.torch;

namespace NasStudio.Neural.Language;

/// <summary>Measures recurrent cells by training a language model of each from nothing.</summary>
/// <remarks>On the CPU, equal (architecture, seed) give bitwise equal losses, whatever is trained beside it.</remarks>
public sealed class TrainLanguageEvaluator : IEvaluator
{
    private readonly TrainLanguageOptions _options;
    private readonly NasBenchNlpSpace _space;
    private readonly TextCorpus _corpus;
    private readonly LanguageTrainer _trainer;

    /// <summary>Reads the text.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="space">NAS-Bench-NLP's.</param>
    /// <param name="device">"auto", "cpu" or "cuda:n".</param>
    /// <exception cref="ArgumentException">The space or the device is not one that can be used, or the text is too
    /// short for the batch.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is not
    /// allowed.</exception>
    public TrainLanguageEvaluator(TrainLanguageOptions options, SearchSpace space, string device = "auto")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(space);
        _options = options.Validated();
        _space = space as NasBenchNlpSpace ?? throw new ArgumentException(
            $"Architectures of the space '{space.Kind}' are no recurrent cells; allowed: {Spaces[0]}.", nameof(space));
        _corpus = TextCorpus.Of(
            TextCorpus.ReadOpticks(), options.Tokens, options.Tokens == TokenLevel.Word ? options.MinCount : 1);
        _trainer = new LanguageTrainer(options, _corpus, DeviceChoice.Resolve(device));
    }

    /// <summary>Kinds of the spaces whose architectures can be measured.</summary>
    public static ImmutableArray<string> Spaces { get; } = ["nas-bench-nlp"];

    /// <summary>Every metric, whatever the options. Losses are in nats per token, perplexity is their
    /// exponential.</summary>
    public static ImmutableArray<Metric> AllMetrics { get; } =
    [
        new("val_loss", "Validation loss", "nats", Direction.Minimize, MetricRole.Validation),
        new("val_ppl", "Validation perplexity", "", Direction.Minimize, MetricRole.Validation),
        new("test_loss", "Test loss", "nats", Direction.Minimize, MetricRole.Test),
        new("test_ppl", "Test perplexity", "", Direction.Minimize, MetricRole.Test),
        new("params", "Parameters", "", Direction.Minimize, MetricRole.Cost),
        new("flops", "Multiply-accumulates", "", Direction.Minimize, MetricRole.Cost),
        new("train_seconds", "Training time", "s", Direction.Minimize, MetricRole.Cost, IsDeterministic: false),
    ];

    /// <inheritdoc/>
    public ImmutableArray<Metric> Metrics => AllMetrics;

    /// <inheritdoc/>
    /// <remarks>Nothing needs the machine to itself.</remarks>
    public Measurement MeasureAlone(Architecture architecture, EvaluationContext context) => Measurement.Empty;

    /// <inheritdoc/>
    public Measurement Evaluate(Architecture architecture, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var scope = NewDisposeScope();
        var cell = _space.Cell(architecture);
        var (words, size, layers) = (_corpus.Vocabulary.Length, _options.HiddenSize, _options.Layers);
        using var model = new LanguageModel(cell, words, size, layers);
        var result = _trainer.Train(model, new RandomSource(context.Seed), Heard, context.Cancellation);
        var (parameters, multiplyAccumulates) = new NasBenchNlpSize(words, size, size, layers).Of(cell);
        return new Measurement(ImmutableSortedDictionary<string, double>.Empty
            .Add("val_loss", result.ValidationLoss)
            .Add("val_ppl", Perplexity(result.ValidationLoss))
            .Add("test_loss", result.TestLoss)
            .Add("test_ppl", Perplexity(result.TestLoss))
            .Add("params", parameters)
            .Add("flops", multiplyAccumulates)
            .Add("train_seconds", result.Seconds));

        void Heard(LanguageEpoch epoch) => context.Progress?.Invoke(new EvaluationProgress(
            (double)epoch.Epoch / _options.Epochs,
            string.Create(CultureInfo.InvariantCulture,
                $"epoch {epoch.Epoch} of {_options.Epochs}, validation loss {epoch.ValidationLoss:0.000} nats")));
    }

    private static double Perplexity(double loss) => Math.Exp(loss) is var perplexity && double.IsFinite(perplexity)
        ? perplexity
        : throw new EvaluationFailedException($"Training diverged: a loss of {loss} nats has no finite perplexity.");
}
