using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search.Surrogates;

/// <summary>What a surrogate says of a candidate, on the scale of <see cref="SearchTargets"/>.</summary>
/// <param name="Mean">What it expects. // (M)</param>
/// <param name="Drawn">What candidates are chosen by: a draw from what it believes, or what it expects. // (M)</param>
internal sealed record SurrogatePrediction(double[] Mean, double[] Drawn);

/// <summary>Learns from evaluated architectures and predicts candidates.</summary>
/// <param name="inputs">Encodings of what was evaluated. // (n, W)</param>
/// <param name="targets">What was measured, scaled. // (n, M)</param>
/// <param name="candidates">Encodings of the candidates. // (c, W)</param>
/// <param name="random">Draws initial weights, batches and samples.</param>
/// <param name="cancellation">Stops a long computation.</param>
/// <returns>A prediction for each candidate. // (c)</returns>
internal delegate SurrogatePrediction[] Surrogate(
    double[][] inputs, double[][] targets, double[][] candidates, RandomSource random, CancellationToken cancellation);

/// <summary>How a <see cref="SurrogateLoop"/> goes on.</summary>
/// <param name="InitialDesign">Random starts.</param>
/// <param name="BatchSize">Proposals of a round.</param>
/// <param name="Parents">How many of the best are mutated.</param>
/// <param name="Mutants">Candidates that are mutants.</param>
/// <param name="Others">Candidates that are random.</param>
/// <param name="Distinct">What no two proposals may share.</param>
internal sealed record SurrogateLoopPlan(
    int InitialDesign, int BatchSize, int Parents, int Mutants, int Others, string Distinct);

/// <summary>
/// What predictor-based strategies have in common: random starts; then, round by round, a surrogate learns from
/// everything evaluated, and the best of a pool of candidates by its word are proposed. Each proposal weighs several
/// objectives anew; whoever is expected to keep the constraints comes first.
/// </summary>
/// <param name="context">Space, problem and seed.</param>
/// <param name="name">Names the strategy's draws.</param>
/// <param name="plan">How it goes on.</param>
/// <param name="encode">Kind of the encoding that the surrogate sees.</param>
/// <param name="surrogate">The surrogate.</param>
internal sealed class SurrogateLoop(
    StrategyContext context, string name, SurrogateLoopPlan plan, InputEncoding encode, Surrogate surrogate)
{
    private const int FewestToLearnFrom = 2;
    private readonly CandidateSource _source = new(context, plan.Distinct);
    private readonly List<Trial> _completed = [];
    private int _told;

    /// <summary>The next batch.</summary>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        var starts = InitialDesign.Left(context, plan.InitialDesign, _told);
        if (starts.Count > 0)
        {
            return [.. starts.Take(limit)];
        }

        var size = Math.Min(limit, plan.BatchSize);
        var batch = _completed.Count >= FewestToLearnFrom ? Round(size, cancellation) : [];
        return batch.Count > 0 ? batch : [.. _source.Fresh().Take(size).Select(a => new Proposal(a, "random"))];
    }

    /// <summary>Takes a batch in.</summary>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _told += batch.Count;
        _source.Tell(batch);
        _completed.AddRange(batch.Where(t => t.State == TrialState.Completed));
    }

    private List<Proposal> Round(int size, CancellationToken cancellation)
    {
        var random = context.Random.Fork(name, _told);
        var pool = _source.Draw(_completed, plan.Parents, plan.Mutants, plan.Others, random.Fork("candidates"));
        if (pool.Count == 0)
        {
            return [];
        }

        context.Report($"learning from {_completed.Count} architectures, choosing among {pool.Count}");
        var targets = new SearchTargets(context.Problem, _completed);
        var predictions = surrogate(
            [.. _completed.Select(t => encode(t.Architecture))], targets.Values,
            [.. pool.Select(c => encode(c.Architecture))], random.Fork("surrogate"), cancellation);
        var scalarisation = new Scalarisation(targets.Values.Select(v => v[..context.Problem.Objectives.Length]).ToList());
        double[] violations = [.. predictions.Select(p => targets.Violation(p.Drawn))];
        var open = Enumerable.Range(0, pool.Count).ToHashSet();
        var batch = new List<Proposal>();
        for (var i = 0; i < size && open.Count > 0; i++)
        {
            var weights = scalarisation.DrawWeights(random.Fork("weights", i));
            var chosen = open.MinBy(c => (violations[c], scalarisation.Of(predictions[c].Drawn, weights)));
            open.Remove(chosen);
            batch.Add(new Proposal(
                pool[chosen].Architecture, pool[chosen].Origin, Predicted: targets.Restore(predictions[chosen].Mean)));
        }

        return batch;
    }
}
