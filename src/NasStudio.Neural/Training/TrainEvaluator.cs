using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Latency;
using NasStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.Neural.Training;

/// <summary>Measures architectures by training them, from nothing or from weights that they inherit.</summary>
/// <remarks>
/// On the CPU, equal (architecture, seed, fidelity) give bitwise equal val_acc, val_loss, test_acc and test_loss, whatever is
/// trained beside it.
/// </remarks>
public sealed class TrainEvaluator : IEvaluator
{
    private readonly TrainOptions _options;
    private readonly NetworkFactory _networks;
    private readonly ImageShape _shape;
    private readonly Trainer _trainer;
    private readonly Device _device;
    private readonly Func<Architecture, nn.Module<Tensor, Tensor>>? _inherit;

    /// <summary>Reads the data set and splits it.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="space">The space whose architectures are measured; one of
    /// <see cref="NetworkFactory.Spaces"/>.</param>
    /// <param name="dataSets">Where the data set is.</param>
    /// <param name="device">"auto", "cpu" or "cuda:n".</param>
    /// <param name="inherit">Gives an architecture its network with the weights that training begins with, on the CPU; null for
    /// weights drawn anew. Called on every evaluating thread.</param>
    /// <exception cref="ArgumentException">The space or the device is not one that can be used.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is not
    /// allowed.</exception>
    /// <exception cref="DataSetException">The data set is not here, or is damaged.</exception>
    public TrainEvaluator(TrainOptions options, SearchSpace space, DataSetLocator dataSets, string device = "auto",
        Func<Architecture, nn.Module<Tensor, Tensor>>? inherit = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(dataSets);
        if (options.Supernet.Length > 0 && inherit is null)
            throw new ArgumentException($"The supernet '{options.Supernet}' is not at hand: only runs of the studio inherit weights.", nameof(options));
        (_options, _inherit) = (options.Validated(), inherit);
        Fidelity = Epochs(options);
        _device = DeviceChoice.Resolve(device);
        var images = dataSets.Load(options.Dataset, options.MostImages).Downsampled(options.Downsample);
        _shape = images.Shape;
        _networks = NetworkFactory.For(
            space, new NetworkSize(options.Channels, options.CellsPerStage, _shape, images.Classes));
        Split = DataSplit.Stratified(images, options.SplitSeed, options.ValidationShare, options.MaxTrainImages);
        _trainer = new Trainer(options, images, Split, _device);
    }

    /// <summary>Every metric of every training, whatever its options.</summary>
    public static ImmutableArray<Metric> AllMetrics { get; } =
    [
        new("val_acc", "Validation accuracy", "%", Direction.Maximize, MetricRole.Validation),
        new("val_loss", "Validation loss", "", Direction.Minimize, MetricRole.Validation),
        new("test_acc", "Test accuracy", "%", Direction.Maximize, MetricRole.Test),
        new("test_loss", "Test loss", "", Direction.Minimize, MetricRole.Test),
        new("params", "Parameters", "", Direction.Minimize, MetricRole.Cost),
        new("flops", "Multiply-accumulates", "", Direction.Minimize, MetricRole.Cost),
        new("train_seconds", "Training time", "s", Direction.Minimize, MetricRole.Cost, IsDeterministic: false),
        new("latency_ms", "Latency", "ms", Direction.Minimize, MetricRole.Cost, IsDeterministic: false),
        new("latency_spread_ms", "Latency spread (middle half)", "ms", Direction.Minimize, MetricRole.Cost,
            IsDeterministic: false),
    ];

    /// <inheritdoc/>
    public ImmutableArray<Metric> Metrics => AllMetrics;

    /// <summary>The cheaper levels of a training: every whole number of epochs, each with a schedule of its
    /// own.</summary>
    public static FidelityScale Epochs(TrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new("epochs", [.. Enumerable.Range(1, options.Epochs).Select(epochs => (double)epochs)]);
    }

    /// <summary>The levels that <see cref="Epochs"/> gives for its options.</summary>
    public FidelityScale Fidelity { get; }

    /// <summary>Which images train, validate and test.</summary>
    public DataSplit Split { get; }

    /// <inheritdoc/>
    public Measurement MeasureAlone(Architecture architecture, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var network = _networks.Build(architecture);
        Seeding.Fill(network, new RandomSource(context.Seed));
        network.to(_device);
        var image = zeros([1, _shape.Height, _shape.Width, _shape.Channels], device: _device).permute(0, 3, 1, 2);
        var latency = LatencyMeter.Measure(network, image, _options.LatencySamples, context.Cancellation);
        return new Measurement(ImmutableSortedDictionary<string, double>.Empty
            .Add("latency_ms", latency.MedianMs)
            .Add("latency_spread_ms", latency.QuartileSpreadMs));
    }

    /// <inheritdoc/>
    public Measurement Evaluate(Architecture architecture, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var scope = NewDisposeScope();
        using var network = _inherit?.Invoke(architecture) ?? _networks.Build(architecture);
        var epochs = (int)(FidelityScale.Normalised(Fidelity, context.Fidelity) ?? Fidelity.Full);
        var result = _trainer.Train(
            network, new RandomSource(context.Seed), context.Progress is null ? null : Heard, context.Cancellation, epochs,
            inherited: _inherit is not null);
        context.ImageLosses?.Invoke(_trainer.ImageLosses(network, Split.Validation.AsSpan(), context.Cancellation));
        var (parameters, multiplyAccumulates) = _networks.SizeOf(architecture);
        return new Measurement(ImmutableSortedDictionary<string, double>.Empty
            .Add("val_acc", result.ValidationAccuracyPercent)
            .Add("val_loss", result.ValidationLoss)
            .Add("test_acc", result.TestAccuracyPercent)
            .Add("test_loss", result.TestLoss)
            .Add("params", parameters)
            .Add("flops", multiplyAccumulates)
            .Add("train_seconds", result.Seconds));

        void Heard(EpochMetrics epoch)
        {
            var accuracy = epoch.ValidationAccuracyPercent;
            context.Progress!.Invoke(new EvaluationProgress(
                (double)epoch.Epoch / epochs,
                string.Create(CultureInfo.InvariantCulture,
                    $"epoch {epoch.Epoch} of {epochs}, validation accuracy {accuracy:0.0} %")));
        }
    }
}
