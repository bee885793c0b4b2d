using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Trees;
using static TorchSharp.torch;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>What models say of candidates, each member of an ensemble for itself, in the metrics' own units.</summary>
/// <param name="Members">// (E), (candidates)</param>
internal sealed record CandidatePrediction(
    ImmutableArray<ImmutableArray<ImmutableSortedDictionary<string, double>>> Members)
{
    /// <summary>The members' mean. // (candidates)</summary>
    public ImmutableSortedDictionary<string, double>[] Mean { get; } =
    [
        .. Enumerable.Range(0, Members[0].Length).Select(candidate => Members[0][candidate].Keys
            .ToImmutableSortedDictionary(metric => metric, metric => Members.Average(member => member[candidate][metric]))),
    ];

    /// <summary>The members' standard deviation of a metric; 0 for a single one.</summary>
    public double Deviation(int candidate, string metric)
    {
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
        GraphEncoding encoding, IReadOnlyList<Architecture> evaluated, float[] targets, IReadOnlyList<Candidate> candidates,
        MetricScaling scaling, IReadOnlySet<string> ranked, RandomSource random, CancellationToken cancellation)
    {
        double[][] inputs = [.. evaluated.Select(encoding.Encode)];
        double[][] asked = [.. candidates.Select(c => encoding.Encode(c.Architecture))];
        var metrics = scaling.Metrics;
        var columns = metrics.Select((metric, m) =>
        {
            double[] known = [.. Enumerable.Range(0, inputs.Length).Select(i => (double)targets[i * metrics.Length + m])];
            var options = new TreeOptions
            {
                Rounds = 500,
                Depth = 6,
                Eta = 0.3,
                Objective = ranked.Contains(metric) ? TreeObjective.PairwiseRank : TreeObjective.SquaredError,
                Seed = (int)(random.Fork(metric).NextSeed() & int.MaxValue),
            };
            using var trees = GradientBoostedTrees.Train(inputs, known, options, cancellation: cancellation);
            var said = trees.Predict(asked);
            return ranked.Contains(metric) ? Fitted(trees.Predict(inputs), known, said) : said;
        }).ToArray();
        var standardised = Enumerable.Range(0, asked.Length).SelectMany(c => columns.Select(column => (float)column[c]));
        return new CandidatePrediction([[.. scaling.Restore([.. standardised])]]);
    }

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
