using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Fronts;
using NasStudio.Core.Trials;

namespace NasStudio.Search.MultiFidelity;

/// <summary>
/// The rungs of a search at several fidelities, from the cheapest to the full evaluation, and what was evaluated on
/// each. Every rung is evaluated from nothing: what an architecture learned on a lower one is not continued.
/// </summary>
/// <remarks>
/// Notation: K rungs, rung K - 1 is the full evaluation; r_k the level of rung k. From rung k the best r_k / r_(k+1) of
/// the architectures go on, so that every rung costs the same. Where the evaluator offers levels at the reduction
/// factor eta exactly, that is the published share, 1 / eta.
/// </remarks>
internal sealed class FidelityLadder
{
    private const double Rounding = 1 + 1e-9;                 // 200 / 3 epochs counts as 66.67
    private readonly StrategyContext _context;
    private readonly FidelityScale _scale;
    private readonly List<Trial>[] _told;
    private readonly HashSet<Architecture> _known = [];

    /// <summary>The rungs: from the full evaluation down, the highest level that is at most 1 / eta of the one
    /// above.</summary>
    /// <param name="context">Names the evaluator's levels.</param>
    /// <param name="strategy">Kind of the strategy, for the message.</param>
    /// <param name="eta">The reduction factor, more than 1.</param>
    /// <param name="most">Most rungs; positive.</param>
    /// <exception cref="ArgumentException">The evaluator has no cheaper levels.</exception>
    public FidelityLadder(StrategyContext context, string strategy, double eta, int most = int.MaxValue)
    {
        _context = context;
        _scale = context.Fidelity ?? throw new ArgumentException(
            $"The strategy '{strategy}' needs an evaluator with cheaper levels, such as fewer epochs; this one measures "
            + "in full only.", nameof(context));
        var rungs = new List<double> { _scale.Full };
        while (rungs.Count < most && _scale.Levels.LastOrDefault(l => l * eta <= rungs[^1] * Rounding) is > 0 and var next)
        {
            rungs.Add(next);
        }

        rungs.Reverse();
        Levels = [.. rungs];
        _told = [.. rungs.Select(_ => new List<Trial>())];
    }

    /// <summary>r, the level of each rung, ascending. // (K)</summary>
    public ImmutableArray<double> Levels { get; }

    /// <summary>Number of the highest rung, the full evaluation.</summary>
    public int Top => Levels.Length - 1;

    /// <summary>Cost of an evaluation on a rung, in full evaluations.</summary>
    public double Share(int rung) => Levels[rung] / _scale.Full;

    /// <summary>How many of so many architectures on a rung go on to the next.</summary>
    public int GoOn(int rung, int count) => (int)(count * Levels[rung] / Levels[rung + 1] * Rounding);

    /// <summary>What was evaluated on a rung, failed trials included.</summary>
    public IReadOnlyList<Trial> On(int rung) => _told[rung];

    /// <summary>A proposal to evaluate on a rung.</summary>
    public Proposal Propose(Architecture architecture, int rung, string origin) => new(
        architecture, rung == Top ? origin : $"{origin}, {_scale.Describe(Levels[rung])}",
        Fidelity: rung == Top ? null : Levels[rung]);

    /// <summary>Remembers what was evaluated.</summary>
    public void Tell(IEnumerable<Trial> trials)
    {
        foreach (var trial in trials)
        {
            _told[trial.Proposal.Fidelity is { } level ? Levels.IndexOf(level) : Top].Add(trial);
            _known.Add(trial.Architecture);
        }
    }

    /// <summary>Architectures of the shared random sequence that were evaluated on no rung.</summary>
    public IEnumerable<Architecture> Fresh() => InitialDesign.Sequence(_context).Where(a => !_known.Contains(a));

    /// <summary>The completed ones of some trials on one rung, best first.</summary>
    public IEnumerable<Trial> BestFirst(IEnumerable<Trial> trials)
    {
        Trial[] completed = [.. trials.Where(t => t.State == TrialState.Completed)];
        return NonDominatedSort.Ranks(_context.Problem, completed).Zip(completed)
            .OrderBy(pair => pair.First).Select(pair => pair.Second);
    }

    /// <summary>
    /// What to evaluate in full when a plan has come to its end before the budget: those on the highest rungs first,
    /// the best of them first, then architectures that are new.
    /// </summary>
    public IEnumerable<Proposal> Remaining()
    {
        var full = _told[Top].Select(t => t.Architecture).ToHashSet();
        var known = from rung in Enumerable.Range(0, Top).Reverse()
                    from trial in BestFirst(_told[rung])
                    select Propose(trial.Architecture, Top, $"remaining budget, from trial {trial.Number}");
        return known.Where(p => full.Add(p.Architecture)).Concat(Fresh().Select(a => Propose(a, Top, "random")));
    }
}
