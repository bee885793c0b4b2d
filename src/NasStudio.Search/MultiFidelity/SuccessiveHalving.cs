using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Trials;

namespace NasStudio.Search.MultiFidelity;

/// <summary>Options of <see cref="SuccessiveHalving"/>.</summary>
public sealed record SuccessiveHalvingOptions
{
    /// <summary>eta, how many times dearer each rung is than the one below.</summary>
    [Range(1.5, 100.0)]
    [Description("Reduction factor: how many times dearer a rung is at least than the one below it, and about how many "
        + "architectures compete for each place on it. Source: 3, Li et al. 2018, section 3.6 (3 or 4).")]
    public double Eta { get; init; } = 3;

    /// <summary>Most rungs.</summary>
    [Range(2, 20)]
    [Description("Most rungs, the full evaluation included. Source: 5, as many as Li et al. 2018 have for 81 epochs.")]
    public int Rungs { get; init; } = 5;
}

/// <summary>Successive halving: many architectures are evaluated cheaply, and the best go on to dearer evaluations,
/// rung by rung.</summary>
/// <remarks>
/// Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016,
/// algorithm 1: one bracket, the budget shared equally by its rungs. Deviation: rungs lie at the levels that the
/// evaluator offers, so that r_k / r_(k+1) of a rung go on rather than 1 / eta. Deviation: an architecture that goes on
/// is evaluated from nothing, and its whole evaluation counts. Deviation: what the rounding leaves of the budget
/// evaluates the next best in full. Several objectives: a rung's trials are ranked by constraints, front and crowding.
/// Failed trials do not go on.
/// </remarks>
public sealed class SuccessiveHalving : IStrategy
{
    private readonly FidelityLadder _ladder;
    private readonly Bracket _bracket;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, or the evaluator has no cheaper levels.</exception>
    public SuccessiveHalving(StrategyContext context, SuccessiveHalvingOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionsValidation.Validate(options);

        // Each rung affords a full evaluation, so that somebody reaches the top whatever the budget is.
        _ladder = new FidelityLadder(context, "successive-halving", options.Eta, Math.Min(options.Rungs, context.Budget));
        var each = (double)context.Budget / _ladder.Levels.Length;
        _bracket = new Bracket(
            _ladder, 0, Enumerable.Range(0, _ladder.Levels.Length).Select(rung => (int)(each / _ladder.Share(rung))));
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
        if (!_bracket.IsOver)
        {
            _bracket.Tell(batch);
        }
    }
}
