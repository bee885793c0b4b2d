using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Search.NasBowl;
using NasStudio.Trees;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>What trees and processes learn from.</summary>
/// <param name="Architectures">// (n)</param>
/// <param name="Targets">Their scaled metrics. // (n, M), row by row</param>
internal sealed record KnownArchitectures(IReadOnlyList<Architecture> Architectures, float[] Targets)
{
    /// <summary>One scaled metric. // (n)</summary>
    public double[] Column(int metric)
    {
        var count = Architectures.Count;
        return [.. Enumerable.Range(0, count).Select(i => (double)Targets[i * (Targets.Length / count) + metric])];
    }
}

/// <summary>A process for each metric, of what candidates and what was evaluated are on the scales that are learned.</summary>
/// <param name="Processes">The processes.</param>
/// <param name="Metrics">Their metrics, in order.</param>
internal sealed record ProcessBeliefs(ArchitectureProcess Processes, ImmutableArray<string> Metrics);

/// <summary>
/// What models say of candidates in the metrics' own units: each member of an ensemble, or each function drawn from a
/// process, for itself.
/// </summary>
/// <param name="Members">// (E), (candidates)</param>
internal sealed record CandidatePrediction(
    ImmutableArray<ImmutableArray<ImmutableSortedDictionary<string, double>>> Members)
{
    /// <summary>The members' mean, or what a process expects. // (candidates)</summary>
    public ImmutableArray<ImmutableSortedDictionary<string, double>> Mean { get; init; } =
    [
        .. Enumerable.Range(0, Members[0].Length).Select(candidate => Members[0][candidate].Keys
            .ToImmutableSortedDictionary(metric => metric, metric => Members.Average(member => member[candidate][metric]))),
    ];

    /// <summary>What a process doubts, by metric, the noise included; empty for members, whose differences say it. // (candidates)</summary>
    public ImmutableDictionary<string, double[]> Doubts { get; init; } = ImmutableDictionary<string, double[]>.Empty;

    /// <summary>The processes behind it, which can believe in proposals; null for networks and trees.</summary>
    public ProcessBeliefs? Processes { get; init; }

    /// <summary>Standard deviation of a metric: a process's own, or the members'; 0 for a single one.</summary>
    public double Deviation(int candidate, string metric)
    {
        if (Doubts.TryGetValue(metric, out var deviations))
        {
            return deviations[candidate];
        }

        var mean = Mean[candidate][metric];
        return Math.Sqrt(Members.Average(member => Math.Pow(member[candidate][metric] - mean, 2)));
    }

    /// <summary>What the networks of a search say.</summary>
    public static CandidatePrediction Of(Surrogate surrogate, IReadOnlyList<Candidate> candidates, MetricScaling scaling)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var features = candidates.SelectMany(c => c.Features.ToArray()).ToArray();
        var standardised = surrogate.forward(tensor(features, [candidates.Count, features.Length / candidates.Count]));
        return new CandidatePrediction(
            [.. standardised.unbind(0).Select(member => scaling.Restore(member.Values()).ToImmutableArray())]);
    }

    /// <summary>What boosted trees say that learn from everything evaluated.</summary>
    /// <remarks>
    /// AG-Net (Lukasik et al., ECCV 2022), section 3.2, the XGBoost variant: 500 rounds of depth 6 at a step of 0.3, on y,
    /// with standardised targets. With a ranking loss the trees order objectives only; a line fitted to what was
    /// evaluated takes their scores to the metric's unit. What constraints are on is always learned by its value.
    /// </remarks>
    public static CandidatePrediction OfTrees(
        GraphEncoding encoding, KnownArchitectures evaluated, IReadOnlyList<Architecture> asked, MetricScaling scaling,
        IReadOnlySet<string> ranked, RandomSource random, CancellationToken cancellation)
    {
        double[][] inputs = [.. evaluated.Architectures.Select(encoding.Encode)];
        double[][] others = [.. asked.Select(encoding.Encode)];
        var columns = scaling.Metrics.Select((metric, m) =>
        {
            var known = evaluated.Column(m);
            var options = new TreeOptions
            {
                Rounds = 500,
                Depth = 6,
                Eta = 0.3,
                Objective = ranked.Contains(metric) ? TreeObjective.PairwiseRank : TreeObjective.SquaredError,
                Seed = (int)(random.Fork(metric).NextSeed() & int.MaxValue),
            };
            using var trees = GradientBoostedTrees.Train(inputs, known, options, cancellation: cancellation);
            var said = trees.Predict(others);
            return ranked.Contains(metric) ? Fitted(trees.Predict(inputs), known, said) : said;
        }).ToArray();
        return new CandidatePrediction([InUnits(columns, scaling)]);
    }

    /// <summary>What a Gaussian process for each metric says: so many functions drawn from it, and what it expects.</summary>
    /// <remarks>
    /// The draws are joint over all candidates, so that each is the belief of one who is sure (Thompson sampling in its plain
    /// sense).
    /// </remarks>
    public static CandidatePrediction OfProcesses(
        SearchSpace space, KnownArchitectures evaluated, IReadOnlyList<Architecture> asked, MetricScaling scaling, int draws,
        RandomSource random, CancellationToken cancellation)
    {
        int[] metrics = [.. Enumerable.Range(0, scaling.Metrics.Length)];
        var processes = ArchitectureProcess.Fit(
            space, evaluated.Architectures, [.. metrics.Select(evaluated.Column)], asked, cancellation);
        double[][][] drawn = [.. metrics.Select(m => processes.Draw(m, draws, random.Fork(scaling.Metrics[m])))];
        double[][] expected = [.. metrics.Select(processes.Means)];
        return new CandidatePrediction(
            [.. Enumerable.Range(0, draws).Select(draw => InUnits([.. drawn.Select(functions => functions[draw])], scaling))])
        {
            Mean = InUnits(expected, scaling),
            Processes = new(processes, scaling.Metrics),
            Doubts = metrics.ToImmutableDictionary(m => scaling.Metrics[m], m => processes.Deviations(m)
                .Select((deviation, c) => scaling.RestoreSpread(m, expected[m][c], deviation)).ToArray()),
        };
    }

    /// <summary>Scaled columns as rows in the metrics' units. // (M, n) -> (n)</summary>
    private static ImmutableArray<ImmutableSortedDictionary<string, double>> InUnits(double[][] columns, MetricScaling scaling)
        => [.. scaling.Restore([.. Enumerable.Range(0, columns[0].Length).SelectMany(c => columns.Select(column => (float)column[c]))])];

    /// <summary>Scores on the line that takes known scores to known values, by least squares.</summary>
    private static double[] Fitted(double[] knownScores, double[] knownValues, double[] scores)
    {
        var (meanScore, meanValue) = (knownScores.Average(), knownValues.Average());
        var spread = knownScores.Sum(score => (score - meanScore) * (score - meanScore));
        var slope = spread > 0
            ? knownScores.Zip(knownValues, (score, value) => (score - meanScore) * (value - meanValue)).Sum() / spread : 1;
        return [.. scores.Select(score => meanValue + slope * (score - meanScore))];
    }
}
