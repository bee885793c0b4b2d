using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Networks;
using NasStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>Measures architectures by looking at their untrained networks.</summary>
/// <remarks>
/// Images are a function of the options, the same for every architecture; weights are drawn from the evaluation's
/// seed, as training draws them. On the CPU, equal (architecture, seed) give bitwise equal values.
/// </remarks>
public sealed class TrainingFreeEvaluator : IEvaluator
{
    private readonly TrainingFreeOptions _options;
    private readonly NetworkFactory _networks, _thin;
    private readonly ImageShape _shape;
    private readonly ImageBatches _batches;
    /// <summary>Batches are drawn from about so many images where a data set is too large to be read whole: twenty of each
    /// class of ImageNet.</summary>
    private const int MostImages = 20_000;

    private readonly ImmutableArray<int> _train;
    private readonly Device _device;

    /// <summary>Reads the data set.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="space">The space whose architectures are measured; one of
    /// <see cref="NetworkFactory.Spaces"/>.</param>
    /// <param name="dataSets">Where the data set is.</param>
    /// <param name="device">"auto", "cpu" or "cuda:n".</param>
    /// <exception cref="ArgumentException">The space or the device is not one that can be used.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is not
    /// allowed.</exception>
    /// <exception cref="DataSetException">The data set is not here, or is damaged.</exception>
    public TrainingFreeEvaluator(
        TrainingFreeOptions options, SearchSpace space, DataSetLocator dataSets, string device = "auto")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(dataSets);
        _options = options.Validated();
        _device = DeviceChoice.Resolve(device);
        var images = dataSets.Load(options.Dataset, MostImages);
        _shape = images.Shape;
        _networks = NetworkFactory.For(
            space, new NetworkSize(options.Channels, options.CellsPerStage, _shape, images.Classes));
        _thin = NetworkFactory.For(space, new NetworkSize(
            NetworkFactory.LeastChannels(space), CellsPerStage: 1,
            new ImageShape(1, LinearRegions.PatchSide, LinearRegions.PatchSide), images.Classes));
        _train = DataSplit.Stratified(images, options.SplitSeed).Train;
        _batches = new ImageBatches(images, _train.AsSpan(), _device);
        Metrics = MetricsOf(options);
    }

    /// <inheritdoc/>
    public ImmutableArray<Metric> Metrics { get; }

    /// <summary>The metrics that are measured with these options.</summary>
    public static ImmutableArray<Metric> MetricsOf(TrainingFreeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. Measure(options.Ntk, "ntk_condition", "Condition number of the tangent kernel", Direction.Minimize),
            .. Measure(options.Regions, "linear_regions", "Linear regions", Direction.Maximize),
            .. Measure(options.SynFlow, "synflow", "Synaptic flow", Direction.Maximize),
            .. Measure(options.JacobCov, "jacob_cov", "Jacobian covariance", Direction.Maximize),
            .. Measure(options.NasWot, "naswot", "Log-determinant of ReLU codes", Direction.Maximize),
            .. Measure(options.LossGradients, "snip", "Connection sensitivity", Direction.Maximize),
            .. Measure(options.LossGradients, "grad_norm", "Gradient norm", Direction.Maximize),
            new("params", "Parameters", "", Direction.Minimize, MetricRole.Cost),
            new("flops", "Multiply-accumulates", "", Direction.Minimize, MetricRole.Cost),
        ];

        static IEnumerable<Metric> Measure(bool wanted, string name, string title, Direction direction)
            => wanted ? [new(name, title, "", direction, MetricRole.Validation)] : [];
    }

    /// <inheritdoc/>
    /// <remarks>Nothing needs the machine to itself.</remarks>
    public Measurement MeasureAlone(Architecture architecture, EvaluationContext context) => Measurement.Empty;

    /// <inheritdoc/>
    public Measurement Evaluate(Architecture architecture, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        set_num_threads(1);                                           // a result must not depend on the machine
        var sums = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var random = new RandomSource(context.Seed);
        for (var repeat = 0; repeat < _options.Repeats; repeat++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            foreach (var (name, value) in MeasureOnce(architecture, random, repeat))
                sums[name] = sums.GetValueOrDefault(name) + value / _options.Repeats;
            context.Progress?.Invoke(new EvaluationProgress(
                (repeat + 1.0) / _options.Repeats,
                string.Create(CultureInfo.InvariantCulture, $"repeat {repeat + 1} of {_options.Repeats}")));
        }

        if (sums.FirstOrDefault(sum => !double.IsFinite(sum.Value)) is { Key: { } bad })
            throw new EvaluationFailedException($"The measure '{bad}' of the untrained network is not finite.");
        var (parameters, multiplyAccumulates) = _networks.SizeOf(architecture);
        return new Measurement(sums.ToImmutableSortedDictionary(StringComparer.Ordinal)
            .Add("params", parameters)
            .Add("flops", multiplyAccumulates));
    }

    private List<(string Name, double Value)> MeasureOnce(
        Architecture architecture, RandomSource random, int repeat)
    {
        using var scope = NewDisposeScope();
        using var network = _networks.Build(architecture);
        Seeding.Fill(network, random.Fork("weights", repeat));
        network.to(_device);
        var chosen = Draw("batch", repeat, _options.BatchSize);
        var images = _batches.Images(chosen);                         // (B, C, H, W)
        var values = new List<(string Name, double Value)>();
        network.train();
        if (_options.Ntk) values.Add(("ntk_condition", NtkConditionNumber.Of(network, images)));
        if (_options.JacobCov) values.Add(("jacob_cov", JacobianCovariance.Of(network, images)));
        if (_options.NasWot) values.Add(("naswot", NasWot.Of(network, images)));
        if (_options.LossGradients)
        {
            var (snip, norm) = LossGradients.Of(network, images, _batches.Labels(chosen));
            values.AddRange([("snip", snip), ("grad_norm", norm)]);
        }

        if (_options.SynFlow)                                         // last: it changes the network's mode
            values.Add(("synflow", SynFlow.Of(network, _shape.Channels, _shape.Height, _shape.Width)));
        if (_options.Regions)
            values.Add(("linear_regions", CountRegions(architecture, random, repeat)));
        return values;
    }

    private double CountRegions(Architecture architecture, RandomSource random, int repeat)
    {
        using var thin = _thin.Build(architecture);
        Seeding.Fill(thin, random.Fork("thin weights", repeat));
        thin.to(_device);
        thin.train();
        var images = _batches.Images(Draw("regions", repeat, _options.RegionSamples));
        return LinearRegions.Count(
            thin, LinearRegions.Patches(images, new RandomSource(_options.SplitSeed).Fork("patches", repeat)));
    }

    /// <summary>Training images, without repetition while there are enough.</summary>
    private int[] Draw(string purpose, int repeat, int count)
    {
        var order = _train.ToArray();
        new RandomSource(_options.SplitSeed).Fork(purpose, repeat).Shuffle<int>(order);
        return [.. Enumerable.Range(0, count).Select(i => order[i % order.Length])];
    }
}
