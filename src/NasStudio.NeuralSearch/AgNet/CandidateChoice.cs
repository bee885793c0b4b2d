using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Search.GaussianProcesses;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Chooses the candidates to evaluate by what is predicted of them.</summary>
/// <remarks>
/// As published the best by their predicted values. Beyond that, for an ensemble or a process: Thompson sampling, where
/// each proposal is the best by the word of one member, all in turn (Kandasamy, Krishnamurthy, Schneider and Poczos,
/// "Parallelised Bayesian Optimisation via Thompson Sampling", AISTATS 2018), of those with an even chance to keep the
/// constraints; every fourth is the one of the largest expected improvement of those with less, since the best that a limit
/// allows lies at the limit; and expected improvement on the best feasible value of each objective, times the probability of keeping the
/// constraints (Gardner et al., "Bayesian Optimization with Inequality Constraints", ICML 2014), objectives joined by the
/// sum of ranks. A single model has no doubts: both choose by its
/// values then.
/// </remarks>
internal sealed class CandidateChoice(Problem problem, CandidatePrediction predicted)
{
    private const double EvenChance = 0.5;
    private const int DegreesOfFreedom = 4;

    /// <summary>Positions of the candidates to propose, the best first. // (at most size)</summary>
    /// <param name="acquisition">How to choose.</param>
    /// <param name="evaluated">What was evaluated so far.</param>
    /// <param name="size">How many.</param>
    /// <param name="random">Says whose turn it is.</param>
    public IReadOnlyList<int> Choose(
        Acquisition acquisition, IReadOnlyList<Trial> evaluated, int size, RandomSource random) => acquisition switch
        {
            Acquisition.Thompson => Thompson(evaluated, size, random),
            Acquisition.ExpectedImprovement => [.. Improvement(evaluated).Take(size)],
            _ => [.. RankWeights.BestFirst(problem, predicted.Mean).Take(size)],
        };

    private List<int> Thompson(IReadOnlyList<Trial> evaluated, int size, RandomSource random)
    {
        var alone = problem with { Constraints = [] };
        double[][] keys = [.. predicted.Members.Select(member => RankWeights.Keys(alone, member))];
        random.Shuffle(keys.AsSpan());
        double[] feasibility = [.. Enumerable.Range(0, predicted.Mean.Length).Select(Feasibility)];
        var bold = problem.Constraints.IsEmpty ? [] : Improvement(evaluated).Where(c => feasibility[c] < EvenChance).ToList();
        var chosen = new List<int>();
        while (chosen.Count < Math.Min(size, predicted.Mean.Length))
        {
            var key = keys[chosen.Count % keys.Length];
            var next = chosen.Count % 4 == 3 && bold.Exists(c => !chosen.Contains(c))
                ? bold.Find(c => !chosen.Contains(c))
                : Enumerable.Range(0, feasibility.Length).Except(chosen).MinBy(c => (-Math.Min(feasibility[c], EvenChance), key[c]));
            chosen.Add(next);
        }

        return chosen;
    }

    private IEnumerable<int> Improvement(IReadOnlyList<Trial> evaluated)
    {
        Trial[] feasible = [.. evaluated.Where(trial => problem.TotalViolation(trial) == 0)];
        var byMean = RankWeights.Keys(problem, predicted.Mean);
        var sum = new double[byMean.Length];
        foreach (var objective in problem.Objectives)
        {
            var sign = objective.Direction == Direction.Minimize ? 1 : -1;
            var best = feasible.Length == 0 ? double.NaN : feasible.Min(trial => sign * trial.Metric(objective.Metric));
            double[] gain =
            [
                .. Enumerable.Range(0, sum.Length).Select(candidate => Feasibility(candidate) * (double.IsNaN(best) ? 1
                    : ExpectedImprovement.Of(
                        sign * predicted.Mean[candidate][objective.Metric],
                        Math.Pow(predicted.Deviation(candidate, objective.Metric), 2), best))),
            ];
            for (var candidate = 0; candidate < sum.Length; candidate++)
            {
                sum[candidate] += gain.Count(other => other > gain[candidate]);
            }
        }

        return Enumerable.Range(0, sum.Length).OrderBy(candidate => sum[candidate]).ThenBy(candidate => byMean[candidate]);
    }

    /// <summary>Probability that a candidate keeps every constraint, its metrics independent and normal.</summary>
    private double Feasibility(int candidate) => problem.Constraints.Aggregate(1.0, (probability, constraint) =>
    {
        var (mean, deviation) = (predicted.Mean[candidate][constraint.Metric], predicted.Deviation(candidate, constraint.Metric));
        return probability * (Kept(constraint.Max ?? double.PositiveInfinity) - Kept(constraint.Min ?? double.NegativeInfinity));

        double Kept(double bound) => double.IsInfinity(bound) ? bound > 0 ? 1 : 0
            : deviation > 0 ? Below((bound - mean) / deviation)
            : mean <= bound ? 1 : 0;
    });

    /// <summary>Distribution function of Student's t: measured latencies have outliers that a normal distribution rules out.</summary>
    private static double Below(double t) => 0.5 * (1 + Math.Sign(t) * StudentDistribution.Within(t, DegreesOfFreedom));
}
