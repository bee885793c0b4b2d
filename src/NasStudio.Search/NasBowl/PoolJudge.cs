using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.NasBowl;

/// <summary>
/// How much each candidate of a pool promises for a problem: one process for each metric; for one objective the
/// acquisition, for two the expected hypervolume improvement, or weights that make one of several; all times the
/// probability that the constraints are kept.
/// </summary>
/// <remarks>
/// Constraints: Gardner, Kusner, Xu, Weinberger and Cunningham, "Bayesian Optimization with Inequality Constraints", ICML
/// 2014, eq. 4; while nothing keeps them, the probability alone counts. What was evaluated enters by its posterior mean,
/// as the best of one objective does in Ru et al. 2021.
/// </remarks>
internal sealed class PoolJudge
{
    private const int MostSolved = 200_000_000;               // candidates times n^2: some tenths of a second
    private const int FewestSolved = 200;
    private readonly Problem _problem;
    private readonly BowlTargets _targets;
    private readonly BowlSurrogate _surrogate;
    private readonly NasBowlOptions _options;
    private readonly IReadOnlyList<Trial> _completed;
    private readonly RandomSource _random;
    private readonly CancellationToken _cancellation;
    private readonly List<Candidate> _candidates = [];
    private readonly List<int> _chosen = [];
    private readonly Dictionary<int, PoolPosterior> _byMetric = [];
    private readonly bool[] _isFeasible;                      // what was evaluated // (n)
    private readonly List<(GramProcess Process, KernelSetting Setting)> _learned = [];
    private PoolPosterior? _scalar;                           // of weighted objectives

    /// <summary>A judge without candidates.</summary>
    public PoolJudge(
        Problem problem, BowlTargets targets, BowlSurrogate surrogate, NasBowlOptions options,
        IReadOnlyList<Trial> completed, RandomSource random, CancellationToken cancellation)
    {
        (_problem, _targets, _surrogate, _options) = (problem, targets, surrogate, options);
        (_completed, _random, _cancellation) = (completed, random, cancellation);
        _isFeasible = [.. completed.Select(problem.IsFeasible)];
        var bounded = problem.Constraints.Select(c => targets.Bounds(c).Metric).ToHashSet();
        for (var metric = 0; metric < targets.Metrics.Length; metric++)
        {
            if (!IsScalarised || bounded.Contains(metric))
            {
                _byMetric.Add(metric, Learned(targets.Values[metric]));
            }
        }

        Reweigh();
    }

    /// <summary>Whether random weights make one of several objectives.</summary>
    public bool IsScalarised => _problem.Objectives.Length > 2
        || _problem.Objectives.Length == 2 && _options.Several == SeveralObjectives.Scalarised;

    /// <summary>The candidates.</summary>
    public IReadOnlyList<Candidate> Candidates => _candidates;

    private IEnumerable<PoolPosterior> Posteriors => _scalar is null ? _byMetric.Values : _byMetric.Values.Append(_scalar);

    private PoolPosterior First => _scalar ?? _byMetric[0];

    /// <summary>Takes candidates in, before any is chosen. Of so many that their variances would take long, only those
    /// of the lowest means in some objective.</summary>
    public void Add(IReadOnlyList<Candidate> candidates)
    {
        var n = (double)_completed.Count;
        var most = (int)Math.Max(FewestSolved, MostSolved / (n * n));
        foreach (var candidate in candidates.Count <= most ? candidates : Promising(candidates, most))
        {
            _cancellation.ThrowIfCancellationRequested();
            _candidates.Add(candidate);
            foreach (var posterior in Posteriors)
            {
                posterior.Add(candidate.Point);
            }
        }
    }

    /// <summary>What the candidates promise, those chosen nothing. // (c)</summary>
    public double[] Scores()
    {
        var scores = Merits();
        foreach (var constraint in _problem.Constraints)
        {
            var (metric, least, most) = _targets.Bounds(constraint);
            var posterior = _byMetric[metric];
            for (var c = 0; c < scores.Length; c++)
            {
                scores[c] *= Feasibility.Of(posterior.Means[c], posterior.Variance(c), least, most);
            }
        }

        foreach (var chosen in _chosen)
        {
            if (IsPenalised)
            {
                Penalise(scores, chosen);
            }

            scores[chosen] = double.NegativeInfinity;
        }

        return scores;
    }

    /// <summary>Chooses the most promising candidate, of equals that of the lowest mean; the next is chosen knowing
    /// it.</summary>
    public int Choose()
    {
        var scores = Scores();
        var best = Enumerable.Range(0, scores.Length).MaxBy(c => (scores[c], -First.Means[c]));
        _chosen.Add(best);
        if (!IsPenalised)
        {
            Believe(Posteriors, best);
        }

        if (IsScalarised)
        {
            Reweigh();
        }

        return best;
    }

    /// <summary>The expected metrics of a candidate; null where the objectives are learned as one.</summary>
    public IEnumerable<double>? Expected(int candidate)
        => IsScalarised ? null : Enumerable.Range(0, _targets.Metrics.Length).Select(m => _byMetric[m].Means[candidate]);

    /// <summary>How far each process is to be trusted; of weighted objectives the first that was made.</summary>
    public RoundInsight Insight()
    {
        string[] names = [.. _byMetric.Keys.Select(m => _targets.Metrics[m]), .. IsScalarised ? ["weighted objectives"] : Array.Empty<string>()];
        return new RoundInsight(
            [.. names.Zip(_learned).SelectMany(p => Diagnostics.Of(p.First, p.Second.Process, p.Second.Setting))], []);
    }

    private bool IsPenalised => _options.Batch == BatchRules.Penalisation && (IsScalarised || _problem.Objectives.Length == 1);

    private double[] Merits()
    {
        if (!_isFeasible.Contains(true))
        {
            return [.. _candidates.Select(_ => 1.0)];
        }

        if (IsScalarised || _problem.Objectives.Length == 1)
        {
            return Acquisitions.Of(
                _options.Acquisition, First, Best(), Acquisitions.Beta(_completed.Count + _chosen.Count),
                _random.Fork("function", _chosen.Count));
        }

        var (first, second) = (_byMetric[0], _byMetric[1]);
        double[][] points =
        [
            .. first.Process.Means().Zip(second.Process.Means(), (x, y) => new[] { x, y }).Where((_, i) => _isFeasible[i]),
        ];
        var improvement = new ExpectedHypervolumeImprovement(
            [.. points, .. _chosen.Where(Keeps).Select(c => new[] { first.Means[c], second.Means[c] })],
            ExpectedHypervolumeImprovement.Reference(points));
        return
        [
            .. Enumerable.Range(0, _candidates.Count).Select(c => improvement.Of(
                (first.Means[c], first.Variance(c)), (second.Means[c], second.Variance(c)))),
        ];
    }

    private double Best() => First.Process.Means().Where((_, i) => _isFeasible[i])
        .Concat(_chosen.Where(Keeps).Select(c => First.Means[c])).Min();

    /// <summary>Whether a candidate is expected to keep the constraints.</summary>
    private bool Keeps(int candidate) => _problem.Constraints.Select(_targets.Bounds)
        .All(b => _byMetric[b.Metric].Means[candidate] >= b.Least && _byMetric[b.Metric].Means[candidate] <= b.Most);

    private void Penalise(double[] scores, int chosen)
    {
        var (best, slope) = (Best(), LocalPenalisation.Slope(First.Process));
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] *= LocalPenalisation.Of(
                First.Distance(c, chosen), slope, First.Means[chosen], First.Variance(chosen), best);
        }
    }

    /// <summary>Draws weights, makes one of several objectives and learns it; believes what is chosen.</summary>
    private void Reweigh()
    {
        if (!IsScalarised)
        {
            return;
        }

        var count = _problem.Objectives.Length;
        double[][] points =
        [
            .. Enumerable.Range(0, _completed.Count).Select(i => _targets.Values.Take(count).Select(v => v[i]).ToArray()),
        ];
        var scalarisation = new Scalarisation(points);
        var weights = scalarisation.DrawWeights(_random.Fork("weights", _chosen.Count));
        _scalar = Learned(BowlSurrogate.Standardised([.. points.Select(p => scalarisation.Of(p, weights))]));
        foreach (var candidate in _candidates)
        {
            _scalar.Add(candidate.Point);
        }

        foreach (var chosen in IsPenalised ? [] : _chosen)
        {
            Believe([_scalar], chosen);
        }
    }

    private static void Believe(IEnumerable<PoolPosterior> posteriors, int chosen)
    {
        foreach (var posterior in posteriors)
        {
            posterior.Believe(chosen);
        }
    }

    /// <summary>Candidates by the best of their ranks by mean in each objective.</summary>
    private IEnumerable<Candidate> Promising(IReadOnlyList<Candidate> candidates, int most)
    {
        var ranks = new int[candidates.Count];
        Array.Fill(ranks, int.MaxValue);
        foreach (var posterior in _scalar is { } scalar ? [scalar] : _byMetric.Where(p => p.Key < _problem.Objectives.Length)
            .Select(p => p.Value))
        {
            double[] means = [.. candidates.Select(c => posterior.MeanOf(c.Point))];
            foreach (var (rank, candidate) in Enumerable.Range(0, means.Length).OrderBy(c => means[c]).Index())
            {
                ranks[candidate] = Math.Min(ranks[candidate], rank);
            }
        }

        return Enumerable.Range(0, ranks.Length).OrderBy(c => ranks[c]).Take(most).Order().Select(c => candidates[c]);
    }

    private PoolPosterior Learned(double[] targets)
    {
        var (process, setting) = _surrogate.Learn(targets, _cancellation);
        _learned.Add((process, setting));
        return new PoolPosterior(_surrogate.Kernel, setting.Depth, process);
    }
}
