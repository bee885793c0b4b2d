using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Search.NasBowl;

/// <summary>
/// What the processes learn: every metric of the problem, made smaller where better and standardised. An accuracy is
/// learned as the logarithm of its error, so that the best architectures are as far apart as the rest. The far end of an
/// objective, where architectures that do not work crowd, is cut off.
/// </summary>
/// <remarks>
/// Ru et al. 2021, appendix: -log of the validation error. An error of nothing counts as half an example. Deviation: the
/// far end; a few architectures at chance would else be most of what there is to explain (as in
/// <see cref="Surrogates.SearchTargets"/>). Notation: n completed trials, M metrics, objectives first, then those that
/// are only bounded.
/// </remarks>
internal sealed class BowlTargets
{
    private readonly Problem _problem;
    private readonly Scale[] _scales;                         // (M)

    /// <summary>Scaled over completed trials, at least one.</summary>
    /// <param name="problem">Objectives and constraints.</param>
    /// <param name="completed">// (n)</param>
    /// <param name="options">How objectives that are to be large are learned, examples behind an accuracy, the far
    /// end.</param>
    public BowlTargets(Problem problem, IReadOnlyList<Trial> completed, NasBowlOptions options)
    {
        _problem = problem;
        Metrics = problem.Metrics;
        double[][] values = [.. Metrics.Select(metric => completed.Select(t => t.Metric(metric)).ToArray())];
        _scales = [.. values.Select((v, m) => Scale.Of(
            v, SignOf(m), IsAccuracy(m, v, options.Target), options.ValidationSize,
            m < problem.Objectives.Length ? options.FarEnd : double.PositiveInfinity))];
        Values = [.. values.Select((v, m) => Array.ConvertAll(v, _scales[m].Learned))];
    }

    /// <summary>Names, those of the objectives first. // (M)</summary>
    public ImmutableArray<string> Metrics { get; }

    /// <summary>The trials on the scale that is learned, metric by metric. // (M, n)</summary>
    public double[][] Values { get; }

    /// <summary>Predictions in the metrics' own units; of an accuracy the median.</summary>
    /// <param name="scaled">// (M)</param>
    public ImmutableSortedDictionary<string, double> Restore(IEnumerable<double> scaled)
        => scaled.Select((value, m) => KeyValuePair.Create(Metrics[m], _scales[m].From(value))).ToImmutableSortedDictionary();

    /// <summary>A prediction in its metric's own unit; of an accuracy the median.</summary>
    public double Restore(int metric, double scaled) => _scales[metric].From(scaled);

    /// <summary>Within which bounds a metric has to be learned to be, least and most.</summary>
    /// <param name="constraint">A constraint of the problem.</param>
    public (int Metric, double Least, double Most) Bounds(Constraint constraint)
    {
        var metric = Metrics.IndexOf(constraint.Metric);
        var (min, max) = (_scales[metric].To(constraint.Min ?? double.NegativeInfinity),
            _scales[metric].To(constraint.Max ?? double.PositiveInfinity));
        return (metric, Math.Min(min, max), Math.Max(min, max));
    }

    private int SignOf(int metric) => metric < _problem.Objectives.Length
        && _problem.Objectives[metric].Direction == Direction.Maximize ? -1 : 1;

    // Percentages are what evaluators give (a share of 1 is taken too): whatever else is to be large is learned as it is.
    private bool IsAccuracy(int metric, double[] values, string target)
        => SignOf(metric) < 0 && target != TargetKinds.Value && values.All(v => v is >= 0 and <= 100);

    /// <summary>(transformed value - mean) / deviation.</summary>
    private sealed record Scale(int Sign, double Whole, double LeastError, double Mean, double Deviation, double Most)
    {
        public static Scale Of(double[] values, int sign, bool isAccuracy, int validationSize, double farEnd)
        {
            var whole = !isAccuracy ? 0 : values.Max() <= 1 ? 1 : 100;
            var raw = new Scale(sign, whole, whole * 0.5 / validationSize, 0, 1, double.PositiveInfinity);
            double[] sorted = [.. values.Select(raw.To).Order()];
            var (best, median) = (sorted[0], sorted[sorted.Length / 2]);
            var most = median > best ? best + farEnd * (median - best) : double.PositiveInfinity;
            double[] cut = Array.ConvertAll(sorted, v => Math.Min(v, most));
            var mean = cut.Average();
            var deviation = Math.Sqrt(cut.Average(v => (v - mean) * (v - mean)));
            deviation = deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) ? deviation : 1;
            return raw with { Mean = mean, Deviation = deviation, Most = (most - mean) / deviation };
        }

        public double Learned(double value) => Math.Min(To(value), Most);

        public double To(double value)
            => ((Whole > 0 ? Math.Log(Math.Max(Whole - value, LeastError)) : Sign * value) - Mean) / Deviation;

        public double From(double scaled)
            => scaled * Deviation + Mean is var value && Whole > 0 ? Whole - Math.Exp(value) : Sign * value;
    }
}
