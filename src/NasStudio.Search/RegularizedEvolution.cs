using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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
    [Description(Search.Distinct.Description)]
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
    private readonly StrategyContext _context;
    private readonly RegularizedEvolutionOptions _options;
    private readonly Offspring _offspring;
    private readonly Queue<Trial> _population = new();        // oldest first
    private int _told;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public RegularizedEvolution(StrategyContext context, RegularizedEvolutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _options = OptionsValidation.Validate(options);
        _offspring = new Offspring(context, _options.Distinct);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var starts = InitialDesign.Left(_context, _options.InitialDesign, _told);
        return starts.Count > 0
            ? [.. starts.Take(limit)]
            : Children(Math.Min(limit, _options.BatchSize), cancellation);
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _told += batch.Count;
        _offspring.Tell(batch);
        foreach (var trial in batch.Where(t => t.State == TrialState.Completed))
        {
            _population.Enqueue(trial);
            if (_population.Count > _options.Population)
            {
                _population.Dequeue();
            }
        }
    }

    private List<Proposal> Children(int count, CancellationToken cancellation)
    {
        Trial[] members = [.. _population];
        var ranks = NonDominatedSort.Ranks(_context.Problem, members);
        Trial Parent(RandomSource random) => members[Enumerable.Range(0, _options.Tournament)
            .Select(_ => random.NextInt(members.Length)).MinBy(member => ranks[member])];
        return _offspring.Children(
            count, child => _context.Random.Fork("evolution", _told + child), members.Length > 0 ? Parent : null,
            cancellation);
    }
}
