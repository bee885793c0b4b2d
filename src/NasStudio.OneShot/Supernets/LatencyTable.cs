using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Neural.Latency;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Supernets;

/// <summary>Reads the clock for <see cref="LatencyTable"/>.</summary>
internal interface ILatencyClock
{
    /// <summary>How long the layers of each variable took in some forward passes of one image, in milliseconds.
    /// // (passes, variables)</summary>
    double[][] Layers(ImmutableArray<int> path, CancellationToken cancellation);

    /// <summary>How long the architecture's own network takes for one image.</summary>
    LatencyMeasurement Whole(ImmutableArray<int> path, CancellationToken cancellation);
}

/// <summary>How well the sums of layers foretold whole networks that they were not fitted to.</summary>
/// <param name="Networks">How many were measured whole, drawn uniformly.</param>
/// <param name="ErrorPercent">Mean distance between sum and measurement, in per cent of the measurement.</param>
/// <param name="BiasPercent">Mean of sum minus measurement, in per cent of the measurement.</param>
/// <param name="RankCorrelation">Spearman's rho; null where one of them does not tell any apart.</param>
public sealed record LatencyCheck(int Networks, double ErrorPercent, double BiasPercent, double? RankCorrelation);

/// <summary>
/// Measured latency as a sum: what the layers of each choice take, each read off the clock by itself where it stands in the
/// network, and what everything else takes. For one image, one thread.
/// </summary>
/// <remarks>
/// Look-up tables of layers: Cai, Zhu and Han, "ProxylessNAS", ICLR 2019, appendix B. Derived here: one pass measures a category of
/// all variables at once; a layer inside another does not count twice; the rest is the median of what whole networks take
/// beyond their layers, and other whole networks say how far the sums can be trusted.
/// </remarks>
/// <param name="LayersMs">Median time of each choice of each variable. // (variables)(C)</param>
/// <param name="SpreadsMs">Spread of the middle half of its samples. // (variables)(C)</param>
/// <param name="FixedMs">What every network takes besides.</param>
/// <param name="NoiseMs">Spread of the middle half of the samples of a whole network, median over those measured.</param>
/// <param name="Check">How good the sums are.</param>
/// <param name="Device">Where it was measured.</param>
/// <param name="Threads">Threads of a pass.</param>
public sealed record LatencyTable(
    ImmutableArray<ImmutableArray<double>> LayersMs, ImmutableArray<ImmutableArray<double>> SpreadsMs, double FixedMs,
    double NoiseMs, LatencyCheck Check, string Device, int Threads)
{
    /// <summary>Whole networks behind <see cref="FixedMs"/>, and as many others behind <see cref="Check"/>.</summary>
    internal const int Networks = 12;

    /// <summary>The sizes of architectures, in milliseconds.</summary>
    [JsonIgnore]
    public ComplexityTable Table => new(LayersMs, FixedMs);

    /// <summary>What was measured and how good it is, for people.</summary>
    public string Describe()
    {
        var order = Check.RankCorrelation is { } rho ? string.Create(CultureInfo.InvariantCulture, $", rank correlation {rho:0.00}") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"Measured the latency of {LayersMs.Sum(layer => layer.Length)} choices on {Device} with {Threads} thread(s), for one image: networks take {Table.Smallest:0.000} to {Table.Largest:0.000} ms, of which {FixedMs:0.000} ms are the same for all; the middle half of the samples of one spreads over {NoiseMs:0.000} ms. {Check.Networks} other networks, measured whole, were off by {Check.ErrorPercent:0.0} % on average (bias {Check.BiasPercent:+0.0;-0.0} %{order}).");
    }

    /// <summary>Measures; the caller sees to it that nothing runs beside it.</summary>
    /// <param name="clock">Reads the clock.</param>
    /// <param name="variables">What an architecture chooses.</param>
    /// <param name="random">Draws the whole networks.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    internal static LatencyTable Measure(
        ILatencyClock clock, ImmutableArray<SupernetVariable> variables, RandomSource random, CancellationToken cancellation)
    {
        var medians = variables.Select(variable => new double[variable.Categories.Length]).ToArray();
        var spreads = variables.Select(variable => new double[variable.Categories.Length]).ToArray();
        for (var category = 0; category < variables.Max(variable => variable.Categories.Length); category++)
        {
            ImmutableArray<int> path = [.. variables.Select(variable => Math.Min(category, variable.Categories.Length - 1))];
            var passes = clock.Layers(path, cancellation);
            for (var j = 0; j < variables.Length; j++)
            {
                var sorted = passes.Select(pass => pass[j]).Order().ToArray();
                medians[j][path[j]] = LatencyMeter.Quantile(sorted, 0.5);
                spreads[j][path[j]] = LatencyMeter.Quantile(sorted, 0.75) - LatencyMeter.Quantile(sorted, 0.25);
            }
        }

        var whole = Enumerable.Range(0, 2 * Networks).Select(number =>
        {
            var path = SupernetVariable.Draw(variables, random.Fork("whole network", number));
            return (Layers: path.Select((choice, j) => medians[j][choice]).Sum(), Measured: clock.Whole(path, cancellation));
        }).ToArray();
        // in turn, so that a machine whose pace changes meanwhile changes both alike
        var (fitted, others) = (whole.Where((_, number) => number % 2 == 0), whole.Where((_, number) => number % 2 == 1));
        var rest = Math.Max(0, Median(fitted.Select(one => one.Measured.MedianMs - one.Layers)));
        var (foretold, found) = (others.Select(one => one.Layers + rest).ToArray(), others.Select(one => one.Measured.MedianMs).ToArray());
        var errors = foretold.Zip(found, (sum, measured) => 100 * (sum - measured) / measured).ToArray();
        var rho = RankCorrelation.Spearman(foretold, found);
        return new LatencyTable(
            [.. medians.Select(each => each.ToImmutableArray())], [.. spreads.Select(each => each.ToImmutableArray())], rest,
            Median(whole.Select(one => one.Measured.QuartileSpreadMs)),
            new LatencyCheck(Networks, errors.Average(Math.Abs), errors.Average(), double.IsNaN(rho) ? null : rho),
            whole[0].Measured.Device, whole[0].Measured.Threads);
    }

    private static double Median(IEnumerable<double> values) => LatencyMeter.Quantile([.. values.Order()], 0.5);
}
