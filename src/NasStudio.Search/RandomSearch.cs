using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>Options of <see cref="RandomSearch"/>.</summary>
public sealed record RandomSearchOptions
{
    /// <summary>Proposals in one batch.</summary>
    [Range(1, 1_000)]
    [Description("Proposals in one batch; it only changes how many trials wait side by side. Source: our choice.")]
    public int BatchSize { get; init; } = 8;

    /// <summary>What no two proposals may share.</summary>
    [AllowedValues(Search.Distinct.Architecture, Search.Distinct.Function, Search.Distinct.Nothing)]
    [Description("What no two proposals may share: the architecture, the function that it computes, or nothing (an "
        + "architecture may be evaluated again). Source: our choice; tables are searched without repeats.")]
    public string Distinct { get; init; } = Search.Distinct.Architecture;
}

/// <summary>Uniform random search: the control that every other strategy has to beat.</summary>
/// <remarks>
/// Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 2012. Without repeats it continues the
/// sequence that the other strategies' random starts are taken from.
/// </remarks>
public sealed class RandomSearch : IStrategy
{
    private readonly StrategyContext _context;
    private readonly RandomSearchOptions _options;
    private readonly IEnumerator<Architecture> _sequence;
    private readonly List<Architecture> _drawn = [];
    private int _told;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public RandomSearch(StrategyContext context, RandomSearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _options = OptionsValidation.Validate(options);
        _sequence = Sequence().GetEnumerator();
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        var wanted = _told + Math.Min(limit, _options.BatchSize);
        while (_drawn.Count < wanted && _sequence.MoveNext())
        {
            _drawn.Add(_sequence.Current);
        }

        return [.. _drawn.Take(wanted).Skip(_told).Select(a => new Proposal(a, "random"))];
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _told += batch.Count;
    }

    private IEnumerable<Architecture> Sequence() => _options.Distinct switch
    {
        Distinct.Nothing => WithRepeats(),
        Distinct.Function => InitialDesign.Sequence(_context).DistinctBy(_context.Space.FunctionalId),
        _ => InitialDesign.Sequence(_context),
    };

    private IEnumerable<Architecture> WithRepeats()
    {
        var random = _context.Random.Fork("random search");
        while (true)
        {
            yield return _context.Space.Sample(random);
        }
    }
}
