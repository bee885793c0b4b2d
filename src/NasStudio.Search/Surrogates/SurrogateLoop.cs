using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search.Surrogates;

/// <summary>Chooses what to evaluate next out of a pool.</summary>
/// <param name="completed">What was evaluated; at least two.</param>
/// <param name="pool">New architectures, no two alike; at least one.</param>
/// <param name="size">At most so many proposals.</param>
/// <param name="random">Draws whatever the choice needs.</param>
/// <param name="cancellation">Stops a long computation.</param>
internal delegate List<Proposal> CandidateChoice(
    IReadOnlyList<Trial> completed, IReadOnlyList<(Architecture Architecture, string Origin)> pool, int size,
    RandomSource random, CancellationToken cancellation);

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
/// What model-based strategies have in common: random starts; then, round by round, a model of everything evaluated
/// chooses out of a pool of candidates.
/// </summary>
/// <param name="context">Space, problem and seed.</param>
/// <param name="name">Names the strategy's draws.</param>
/// <param name="plan">How it goes on.</param>
/// <param name="choose">The model's choice.</param>
internal sealed class SurrogateLoop(
    StrategyContext context, string name, SurrogateLoopPlan plan, CandidateChoice choose)
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
        return choose(_completed, pool, size, random, cancellation);
    }
}
