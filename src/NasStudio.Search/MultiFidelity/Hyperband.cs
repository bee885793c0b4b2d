using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Trials;

namespace NasStudio.Search.MultiFidelity;

/// <summary>Options of <see cref="Hyperband"/>.</summary>
public sealed record HyperbandOptions
{
    /// <summary>eta, how many times dearer each rung is than the one below.</summary>
    [Range(1.5, 100.0)]
    [Description("Reduction factor: how many times dearer a rung is at least than the one below it, and about how many "
        + "architectures compete for each place on it. Source: 3, Li et al. 2018, section 3.6 (3 or 4).")]
    public double Eta { get; init; } = 3;

    /// <summary>Most rungs.</summary>
    [Range(2, 20)]
    [Description("Most rungs, the full evaluation included; as many brackets are tried in turn. Source: 5, as many as "
        + "Li et al. 2018 have for 81 epochs.")]
    public int Rungs { get; init; } = 5;
}

/// <summary>Hyperband: brackets of successive halving in turn, from many architectures evaluated cheaply to a few
/// evaluated in full, again and again until the budget is spent.</summary>
/// <remarks>
/// Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband: A Novel Bandit-Based Approach to Hyperparameter
/// Optimization", JMLR 18(185), 2018, algorithm 1; the outer loop starts anew with other architectures. Bracket s has
/// s + 1 rungs and starts with n = ceil(K / (s + 1) * R / r) architectures at level r of full level R. Deviations: as
/// <see cref="SuccessiveHalving"/>'s; no architecture is drawn twice.
/// </remarks>
public sealed class Hyperband : IStrategy
{
    private readonly FidelityLadder _ladder;
    private Bracket _bracket;
    private int _first;                                       // the rung that the bracket begins on

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, or the evaluator has no cheaper levels.</exception>
    public Hyperband(StrategyContext context, HyperbandOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionsValidation.Validate(options);
        _ladder = new FidelityLadder(context, "hyperband", options.Eta, Math.Min(options.Rungs, context.Budget));
        _bracket = BracketFrom(0);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        return _bracket.IsOver ? [.. _ladder.Remaining().Take(limit)] : _bracket.Ask(limit);
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _ladder.Tell(batch);
        if (_bracket.IsOver)
        {
            return;                                           // the space is exhausted: only what remained was asked for
        }

        _bracket.Tell(batch);
        if (_bracket.IsOver)
        {
            _first = (_first + 1) % _ladder.Levels.Length;
            _bracket = BracketFrom(_first);
        }
    }

    private Bracket BracketFrom(int first)
    {
        var rungs = _ladder.Levels.Length - first;            // s + 1
        var sizes = new List<int>
        {
            (int)Math.Ceiling(_ladder.Levels.Length / (double)rungs / _ladder.Share(first)),
        };
        for (var rung = first; rung < _ladder.Top; rung++)
        {
            sizes.Add(Math.Max(1, _ladder.GoOn(rung, sizes[^1])));
        }

        return new Bracket(_ladder, first, sizes);
    }
}
