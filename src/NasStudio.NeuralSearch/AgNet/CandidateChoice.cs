using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Search.GaussianProcesses;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Chooses the candidates to evaluate by what is predicted of them.</summary>
/// <remarks>
/// As published the best by their predicted values. Beyond that, for an ensemble or a process:
/// Thompson sampling, where each proposal is the best by the word of one member or one drawn function (Kandasamy, Krishnamurthy,
/// Schneider and Poczos, "Parallelised Bayesian Optimisation via Thompson Sampling", AISTATS 2018), of those that will most likely
/// keep the constraints. Of a process, and under constraints, only every fourth proposal is such a draw; the others are those of the
/// largest expected improvement, in turn among all candidates and among those that will most likely keep the constraints: draws look
/// around, improvement takes what is near, and what a limit allows at best lies at the limit. A process believes
/// what is expected of each proposal before the next (Ginsbourger, Le Riche and Carraro, "Kriging is well-suited to parallelize
/// optimization", 2010). Where what may well break a constraint turns out to do so more often than was believed, it has to promise
/// something; otherwise a draw takes its turn.
/// Expected improvement on what is feasible, in each objective, times the probability of keeping the constraints (Gardner et al.,
/// "Bayesian Optimization with Inequality Constraints", ICML 2014), objectives joined by the sum of ranks. A single model has no
/// doubts: both choose by its values then.
/// </remarks>
/// <param name="problem">What is searched for.</param>
/// <param name="predicted">What is believed of the candidates.</param>
/// <param name="trust">How far to trust a chance to keep the constraints (<see cref="KeptChances.Trust"/>).</param>
internal sealed class CandidateChoice(Problem problem, CandidatePrediction predicted, double trust = 1)
{
    private const double Safe = 0.9;
    private const double Trusted = 0.6;                     // this and the next measured: docs/methods/ag-net.md, "Under a limit"
    private const double Little = 0.09;
    private const int DegreesOfFreedom = 4;

    private readonly double[] _byMean = RankWeights.Keys(problem, predicted.Mean);
    private readonly double[] _feasibility = [.. Enumerable.Range(0, predicted.Mean.Length).Select(c => Feasibility(problem, predicted, c))];

    /// <summary>Chance to keep every constraint. // (candidates)</summary>
    public IReadOnlyList<double> Chances => _feasibility;

    /// <summary>Positions of the candidates to propose, the best first. // (at most size)</summary>
    /// <param name="acquisition">How to choose.</param>
    /// <param name="evaluated">What was evaluated so far, in the order in which a process learned it.</param>
    /// <param name="size">How many.</param>
    /// <param name="random">Says whose turn it is.</param>
    public IReadOnlyList<int> Choose(
        Acquisition acquisition, IReadOnlyList<Trial> evaluated, int size, RandomSource random) => acquisition switch
        {
            Acquisition.Thompson => Thompson(evaluated, size, random),
            Acquisition.ExpectedImprovement => OneByOne(size, left => Promising(evaluated, left).Candidate),
            _ => [.. RankWeights.BestFirst(problem, predicted.Mean).Take(size)],
        };

    private List<int> Thompson(IReadOnlyList<Trial> evaluated, int size, RandomSource random)
    {
        var alone = problem with { Constraints = [] };
        double[][] keys = [.. predicted.Members.Select(member => RankWeights.Keys(alone, member))];
        random.Shuffle(keys.AsSpan());
        var (turns, drawn, isMixed) = (0, 0, predicted.Processes is not null || !problem.Constraints.IsEmpty);
        return OneByOne(size, left =>
        {
            var turn = isMixed ? turns++ % 4 : 0;                // a draw, the largest improvement, one that is safe, the largest again
            if (turn % 2 == 1 && Promising(evaluated, left) is var (bold, promise)
                && (trust >= Trusted || _feasibility[bold] >= Safe || promise >= Little))
            {
                return bold;
            }

            if (turn == 2 && left.FindAll(c => _feasibility[c] >= Safe) is { Count: > 0 } safe)
            {
                return Promising(evaluated, safe).Candidate;
            }

            var key = keys[drawn++ % keys.Length];
            return left.MinBy(c => (-Math.Min(_feasibility[c], Safe), key[c]));
        });
    }

    /// <summary>Chooses among those that are left until there are enough; a process believes in each.</summary>
    private List<int> OneByOne(int size, Func<List<int>, int> choose)
    {
        List<int> left = [.. Enumerable.Range(0, predicted.Mean.Length)];
        var chosen = new List<int>();
        while (chosen.Count < size && left.Count > 0)
        {
            chosen.Add(choose(left));
            left.Remove(chosen[^1]);
            predicted.Processes?.Processes.Believe(chosen[^1]);
        }

        return chosen;
    }

    /// <summary>The one of the largest expected improvement, of equals the best by predicted value, and that improvement, in
    /// standard deviations of what was evaluated and counted by the chance to keep the constraints.</summary>
    private (int Candidate, double Promise) Promising(IReadOnlyList<Trial> evaluated, List<int> among)
    {
        bool[] isFeasible = [.. evaluated.Select(problem.IsFeasible)];
        var (sum, most) = (new double[among.Count], new double[among.Count]);
        foreach (var objective in problem.Objectives)
        {
            var gains = isFeasible.Contains(true) ? Gains(objective, evaluated, isFeasible) : null;
            double[] lost = [.. among.Select(candidate => -_feasibility[candidate] * (gains?[candidate] ?? 1))];
            double[] sorted = [.. lost.Order()];
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += RankWeights.RankFromOne(sorted, lost[i]);
                most[i] = Math.Max(most[i], -lost[i]);
            }
        }

        var first = Enumerable.Range(0, sum.Length).MinBy(i => (sum[i], _byMean[among[i]]));
        return (among[first], most[first]);
    }

    /// <summary>Expected improvement of each candidate in an objective, in standard deviations of what was evaluated: of a process on
    /// the scale it learned. // (candidates)</summary>
    private double[] Gains(Objective objective, IReadOnlyList<Trial> evaluated, bool[] isFeasible)
    {
        var sign = objective.Direction == Direction.Minimize ? 1 : -1;
        if (predicted.Processes is { } beliefs)
        {
            return beliefs.Processes.Improvements(beliefs.Metrics.IndexOf(objective.Metric), sign, isFeasible);
        }

        var best = evaluated.Where((_, i) => isFeasible[i]).Min(trial => sign * trial.Metric(objective.Metric));
        var unit = StandardScale.Of([.. evaluated.Select(trial => trial.Metric(objective.Metric))]).Deviation;
        return
        [
            .. predicted.Mean.Select((mean, candidate) => ExpectedImprovement.Of(
                sign * mean[objective.Metric], Math.Pow(predicted.Deviation(candidate, objective.Metric), 2), best) / unit),
        ];
    }

    /// <summary>Probability that a candidate keeps every constraint, its metrics independent and normal.</summary>
    private static double Feasibility(Problem problem, CandidatePrediction predicted, int candidate) => problem.Constraints.Aggregate(1.0, (probability, constraint) =>
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
