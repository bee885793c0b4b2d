using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>Options of <see cref="Nsga2"/>.</summary>
public sealed record Nsga2Options
{
    /// <summary>N, how many parents survive and how many children a generation has.</summary>
    [Range(2, 10_000)]
    [Description("Population: random starts, then survivors of each generation and its children. Source: 10; 20, 30 "
        + "and 40 found no more in 192 evaluations of NAS-Bench-201. Deb et al. 2002, section V, used 100 of 25,000.")]
    public int Population { get; init; } = 10;

    /// <summary>What no two proposals may share.</summary>
    [AllowedValues(Search.Distinct.Architecture, Search.Distinct.Function, Search.Distinct.Nothing)]
    [Description(Search.Distinct.Description)]
    public string Distinct { get; init; } = Search.Distinct.Architecture;
}

/// <summary>NSGA-II: parents and children compete by front and crowding, the better half become parents by binary
/// tournament.</summary>
/// <remarks>
/// Deb, Pratap, Agarwal and Meyarivan, "A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II", IEEE
/// Transactions on Evolutionary Computation 6(2), 2002, sections III and VI. Deviation: a child is one mutation of one
/// parent, since a search space offers no crossover. Deviation: the first parents are the random starts that all
/// strategies share. Deviation: failed trials do not join the population; a child that was evaluated before is drawn
/// anew.
/// </remarks>
public sealed class Nsga2 : IStrategy
{
    private readonly StrategyContext _context;
    private readonly Nsga2Options _options;
    private readonly Offspring _offspring;
    private readonly List<Trial> _generation = [];            // told, not yet in competition
    private IReadOnlyList<RankedTrial> _parents = [];
    private int _told;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public Nsga2(StrategyContext context, Nsga2Options options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _options = OptionsValidation.Validate(options);
        _offspring = new Offspring(context, _options.Distinct);
    }

    /// <inheritdoc/>
    /// <remarks>What is left of a generation is asked for at once.</remarks>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        var starts = InitialDesign.Left(_context, _options.Population, _told);
        return starts.Count > 0 ? [.. starts.Take(limit)] : Children(limit, cancellation);
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _offspring.Tell(batch);
        foreach (var trial in batch)
        {
            _generation.Add(trial);
            _told++;
            if (_generation.Count == _options.Population)
            {
                _parents = Nsga2Selection.Survivors(
                    _context.Problem,
                    [.. _parents.Select(p => p.Trial), .. _generation.Where(t => t.State == TrialState.Completed)],
                    _options.Population);
                _generation.Clear();
            }
        }
    }

    private List<Proposal> Children(int limit, CancellationToken cancellation)
    {
        Trial Parent(RandomSource random) => Nsga2Selection.Tournament(_parents, random).Trial;
        return _offspring.Children(
            Math.Min(limit, _options.Population - _generation.Count),
            child => _context.Random.Fork("nsga-2", _told + child), _parents.Count > 0 ? Parent : null, cancellation);
    }
}
