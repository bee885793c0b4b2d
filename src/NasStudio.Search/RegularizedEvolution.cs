using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Fronts;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>Options of <see cref="RegularizedEvolution"/>.</summary>
public sealed record RegularizedEvolutionOptions
{
    /// <summary>P, how many of the newest completed trials may become parents.</summary>
    [Range(2, 10_000)]
    [Description("Population: how many of the newest completed trials may become parents. Source: 30, tuned for "
        + "some hundred evaluations; Real et al. 2019 used 100 of 20,000.")]
    public int Population { get; init; } = 30;

    /// <summary>Random architectures at the start.</summary>
    [Range(1, 10_000)]
    [Description("Random architectures evaluated first, the same ones for every strategy of a seed. Source: 10, common "
        + "to the methods compared on NAS-Bench-201.")]
    public int InitialDesign { get; init; } = 10;

    /// <summary>S, how many members are drawn to find a parent.</summary>
    [Range(1, 10_000)]
    [Description("Tournament: members drawn, with replacement, of which the best becomes the parent. Source: 10, Dong "
        + "and Yang 2020, section 4; Real et al. 2019 used 25 of 100.")]
    public int Tournament { get; init; } = 10;

    /// <summary>Children made at once.</summary>
    [Range(1, 1_000)]
    [Description("Children made from one population, evaluated side by side; 1 is the published algorithm. Source: 2, "
        + "the smallest that keeps two workers busy.")]
    public int BatchSize { get; init; } = 2;

    /// <summary>What no two proposals may share.</summary>
    [AllowedValues(Search.Distinct.Architecture, Search.Distinct.Function, Search.Distinct.Nothing)]
    [Description("What no two proposals may share: the architecture, the function that it computes, or nothing (an "
        + "architecture may be evaluated again). Source: the published algorithm allows repeats; where evaluations are "
        + "deterministic they are wasted.")]
    public string Distinct { get; init; } = Search.Distinct.Architecture;
}

/// <summary>Regularised (aging) evolution: the best of a small random tournament is mutated, the oldest member
/// dies.</summary>
/// <remarks>
/// Real, Aggarwal, Huang and Le, "Regularized Evolution for Image Classifier Architecture Search", AAAI 2019, algorithm
/// 1. Deviation: the population grows from the random starts to its full size before members die. Deviation: members
/// are compared by constraints first, then by front and crowding (NSGA-II), which for one objective is its value.
/// Deviation: failed trials do not join the population; a child that was evaluated before is drawn anew.
/// </remarks>
public sealed class RegularizedEvolution : IStrategy
{
    // Tournaments in a row that gave nothing new before a random architecture is taken instead.
    private const int FutileTournaments = 1_000;

    private readonly StrategyContext _context;
    private readonly RegularizedEvolutionOptions _options;
    private readonly HashSet<string> _seen = [];
    private readonly Queue<Trial> _population = new();        // oldest first
    private int _told;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public RegularizedEvolution(StrategyContext context, RegularizedEvolutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _options = OptionsValidation.Validate(options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var starts = Starts(limit);
        return starts.Count > 0 ? starts : Children(Math.Min(limit, _options.BatchSize), cancellation);
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _told += batch.Count;
        foreach (var trial in batch)
        {
            Occupy(_seen, trial.Architecture);
        }

        foreach (var trial in batch.Where(t => t.State == TrialState.Completed))
        {
            _population.Enqueue(trial);
            if (_population.Count > _options.Population)
            {
                _population.Dequeue();
            }
        }
    }

    private IReadOnlyList<Proposal> Starts(int limit) => _told >= _options.InitialDesign
        ? []
        : [.. InitialDesign.Draw(_context, _options.InitialDesign).Skip(_told).Take(limit)
            .Select(a => new Proposal(a, "random start"))];

    private List<Proposal> Children(int count, CancellationToken cancellation)
    {
        Trial[] members = [.. _population];
        var ranks = NonDominatedSort.Ranks(_context.Problem, members);
        var taken = new HashSet<string>(_seen);
        var children = new List<Proposal>();
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var random = _context.Random.Fork("evolution", _told + i);
            if ((Child(members, ranks, taken, random) ?? Fresh(taken)) is not { } child)
            {
                break;
            }

            children.Add(child);
            Occupy(taken, child.Architecture);
        }

        return children;
    }

    private Proposal? Child(Trial[] members, int[] ranks, HashSet<string> taken, RandomSource random)
    {
        for (var attempt = 0; members.Length > 0 && attempt < FutileTournaments; attempt++)
        {
            var best = Enumerable.Range(0, _options.Tournament).Select(_ => random.NextInt(members.Length))
                .MinBy(member => ranks[member]);
            var child = _context.Space.Mutate(members[best].Architecture, random);
            if (IsFree(taken, child))
            {
                return new Proposal(child, $"mutation of trial {members[best].Number}");
            }
        }

        return null;
    }

    /// <summary>The next architecture of the random sequence that is not taken; null where the space is
    /// exhausted.</summary>
    private Proposal? Fresh(HashSet<string> taken)
        => InitialDesign.Sequence(_context).FirstOrDefault(a => IsFree(taken, a)) is { } fresh
            ? new Proposal(fresh, "random")
            : null;

    private bool IsFree(HashSet<string> taken, Architecture architecture)
        => Distinct.Key(_options.Distinct, _context.Space, architecture) is not { } key || !taken.Contains(key);

    private void Occupy(HashSet<string> taken, Architecture architecture)
    {
        if (Distinct.Key(_options.Distinct, _context.Space, architecture) is { } key)
        {
            taken.Add(key);
        }
    }
}
