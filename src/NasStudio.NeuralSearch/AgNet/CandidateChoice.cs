using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search.GaussianProcesses;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Chooses the candidates to evaluate by what is predicted of them.</summary>
/// <remarks>
/// As published the best by their predicted values. Beyond that, for an ensemble or a process: Thompson sampling, where
/// each proposal is the best by the word of one member, all in turn, of those that are expected to keep the constraints
/// (Kandasamy, Krishnamurthy, Schneider and Poczos, "Parallelised Bayesian Optimisation via Thompson Sampling", AISTATS
/// 2018); and expected improvement on the best feasible value of each objective, times the probability of keeping the
/// constraints (Gardner et al., "Bayesian Optimization with Inequality Constraints", ICML 2014), objectives joined by the
/// sum of ranks. A single model has no doubts: both choose by its
/// values then.
/// </remarks>
internal sealed class CandidateChoice(Problem problem, CandidatePrediction predicted)
{
    /// <summary>Positions of the candidates to propose, the best first. // (at most size)</summary>
    /// <param name="acquisition">How to choose.</param>
    /// <param name="evaluated">What was evaluated so far.</param>
    /// <param name="size">How many.</param>
    /// <param name="random">Says whose turn it is.</param>
    public IReadOnlyList<int> Choose(
        Acquisition acquisition, IReadOnlyList<Trial> evaluated, int size, RandomSource random) => acquisition switch
        {
            Acquisition.Thompson => Thompson(size, random),
            Acquisition.ExpectedImprovement => [.. Improvement(evaluated).Take(size)],
            _ => [.. RankWeights.BestFirst(problem, predicted.Mean).Take(size)],
        };

    private List<int> Thompson(int size, RandomSource random)
    {
        double[] violations = [.. predicted.Mean.Select(mean => problem.Constraints.Sum(c => c.Violation(mean[c.Metric])))];
        int[][] orders = [.. predicted.Members.Select(member =>
        {
            var keys = RankWeights.Keys(problem with { Constraints = [] }, member);
            return Enumerable.Range(0, keys.Length).OrderBy(c => violations[c]).ThenBy(c => keys[c]).ToArray();
        })];
        random.Shuffle(orders.AsSpan());
        var chosen = new List<int>();
        while (chosen.Count < Math.Min(size, predicted.Mean.Length))
        {
            chosen.Add(orders[chosen.Count % orders.Length].First(candidate => !chosen.Contains(candidate)));
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
        return probability * (Below(constraint.Max ?? double.PositiveInfinity) - Below(constraint.Min ?? double.NegativeInfinity));

        double Below(double bound) => double.IsInfinity(bound) ? bound > 0 ? 1 : 0
            : deviation > 0 ? ExpectedImprovement.Normal((bound - mean) / deviation)
            : mean <= bound ? 1 : 0;
    });
}
