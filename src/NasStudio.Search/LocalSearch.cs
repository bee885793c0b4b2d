using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Fronts;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>Options of <see cref="LocalSearch"/>.</summary>
public sealed record LocalSearchOptions
{
    /// <summary>Random architectures at the start, of which the best is where the first climb begins.</summary>
    [Range(1, 10_000)]
    [Description("Random architectures evaluated first, the same ones for every strategy of a seed; the first climb "
        + "begins at the best of them. Source: 10, common to the methods compared on NAS-Bench-201.")]
    public int InitialDesign { get; init; } = 10;

    /// <summary>Neighbours evaluated at once.</summary>
    [Range(1, 1_000)]
    [Description("Neighbours evaluated side by side; 1 is the published algorithm. Source: 2, the smallest that keeps "
        + "two workers busy; on NAS-Bench-201 it costs nothing measurable.")]
    public int BatchSize { get; init; } = 2;
}

/// <summary>Local search: climbs to the first better neighbour found in random order, and restarts from a random
/// architecture where no neighbour is better.</summary>
/// <remarks>
/// White, Nolen and Savani, "Exploring the Loss Landscape in Neural Architecture Search", UAI 2021, algorithm 1, in its
/// strong form: from the best of several random architectures, moving at the first improvement, with restarts. What was
/// evaluated before is looked up, not evaluated again, and may be moved to. Deviation: better means a lower
/// <see cref="NonDominatedSort.Ranks"/> among all completed trials: for one objective its value, for several the front
/// and then the crowding, and kept constraints before all. Between two evaluations every move lowers the rank, so that
/// a climb ends. Failed trials are never better. Deviation: some neighbours may be evaluated side by side; the first
/// improvement in their order is moved to.
/// </remarks>
public sealed class LocalSearch : IStrategy
{
    private readonly StrategyContext _context;
    private readonly LocalSearchOptions _options;
    private readonly Dictionary<Architecture, Trial> _evaluated = [];      // failed ones too
    private Trial? _current;                                  // null before a climb: a random architecture comes next

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public LocalSearch(StrategyContext context, LocalSearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _options = OptionsValidation.Validate(options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        var starts = InitialDesign.Left(_context, _options.InitialDesign, _evaluated.Count);
        if (starts.Count > 0)
        {
            return [.. starts.Take(limit)];
        }

        return _current is { } cell
            ? [.. Unknown(Neighbours(cell)).Take(Math.Min(limit, _options.BatchSize))
                .Select(a => new Proposal(a, $"neighbour of trial {cell.Number}"))]
            : [.. Unknown(InitialDesign.Sequence(_context)).Take(1).Select(a => new Proposal(a, "random restart"))];
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var isAtStart = _evaluated.Count < _options.InitialDesign;
        foreach (var trial in batch)
        {
            _evaluated[trial.Architecture] = trial;
        }

        if (_evaluated.Count >= _options.InitialDesign)
        {
            var ranks = Ranks();
            IEnumerable<Trial> candidates = isAtStart ? _evaluated.Values : _current is { } cell ? [cell] : batch;
            _current = Climb(candidates.Where(t => ranks.ContainsKey(t.Number)).MinBy(t => ranks[t.Number]), ranks);
        }
    }

    /// <summary>Moves on as far as the neighbours that come first are known; null where all are known and none is
    /// better.</summary>
    private Trial? Climb(Trial? cell, Dictionary<int, int> ranks)
    {
        while (cell is not null)
        {
            Trial? better = null;
            foreach (var neighbour in Neighbours(cell))
            {
                if (!_evaluated.TryGetValue(neighbour, out var trial))
                {
                    return cell;
                }

                if (ranks.TryGetValue(trial.Number, out var rank) && rank < ranks[cell.Number])
                {
                    better = trial;
                    break;
                }
            }

            cell = better;
        }

        return null;
    }

    /// <summary>The neighbours in an order that belongs to the cell: a second visit goes on where the first
    /// ended.</summary>
    private Architecture[] Neighbours(Trial cell)
    {
        Architecture[] neighbours = [.. _context.Space.Neighbours(cell.Architecture)];
        _context.Random.Fork("neighbours", cell.Number).Shuffle(neighbours.AsSpan());
        return neighbours;
    }

    private IEnumerable<Architecture> Unknown(IEnumerable<Architecture> architectures)
        => architectures.Where(a => !_evaluated.ContainsKey(a));

    /// <summary>Rank of every completed trial by its number, best 0.</summary>
    private Dictionary<int, int> Ranks()
    {
        Trial[] completed = [.. _evaluated.Values.Where(t => t.State == TrialState.Completed)];
        return completed.Select(t => t.Number).Zip(NonDominatedSort.Ranks(_context.Problem, completed)).ToDictionary();
    }
}
