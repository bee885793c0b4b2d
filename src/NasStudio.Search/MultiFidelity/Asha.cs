using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;

namespace NasStudio.Search.MultiFidelity;

/// <summary>Options of <see cref="Asha"/>.</summary>
public sealed record AshaOptions
{
    /// <summary>eta, how many times dearer each rung is than the one below.</summary>
    [Range(1.5, 100.0)]
    [Description("Reduction factor: how many times dearer a rung is at least than the one below it, and about how many "
        + "architectures compete for each place on it. Source: 4, Li et al. 2020, section 4.")]
    public double Eta { get; init; } = 4;

    /// <summary>Most rungs.</summary>
    [Range(2, 20)]
    [Description("Most rungs, the full evaluation included. Source: 5, Li et al. 2020, section 4 (r = R/256).")]
    public int Rungs { get; init; } = 5;

    /// <summary>Evaluations side by side.</summary>
    [Range(1, 1_000)]
    [Description("Evaluations chosen at once, on whichever rungs; 1 decides with all that is known. Source: 8, our "
        + "choice: it keeps some workers busy at the barrier of each batch.")]
    public int BatchSize { get; init; } = 8;
}

/// <summary>ASHA: successive halving that waits for no rung. Whoever is among the best of its rung so far goes on; where
/// nobody is, a new architecture starts at the bottom.</summary>
/// <remarks>
/// Li, Jamieson, Rostamizadeh, Gonina, Ben-Tzur, Hardt, Recht and Talwalkar, "A System for Massively Parallel
/// Hyperparameter Tuning", MLSys 2020, algorithm 2. Deviation: jobs are chosen in small batches with a barrier behind
/// each, so that a run replays equally whatever finished first; the published algorithm hands a job to each worker as it
/// becomes free. Deviations of rungs and costs: as <see cref="SuccessiveHalving"/>'s.
/// </remarks>
public sealed class Asha : IStrategy
{
    private readonly FidelityLadder _ladder;
    private readonly AshaOptions _options;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, or the evaluator has no cheaper levels.</exception>
    public Asha(StrategyContext context, AshaOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _options = OptionsValidation.Validate(options);
        _ladder = new FidelityLadder(context, "asha", options.Eta, Math.Min(options.Rungs, context.Budget));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        var left = (double)limit;
        var batch = new List<Proposal>();
        foreach (var (architecture, rung, origin) in Promotions().Concat(Starts()).Take(_options.BatchSize))
        {
            if (_ladder.Share(rung) <= left)
            {
                left -= _ladder.Share(rung);
                batch.Add(_ladder.Propose(architecture, rung, origin));
            }
        }

        return batch.Count > 0 ? batch : [.. _ladder.Remaining().Take(limit)];
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _ladder.Tell(batch);
    }

    /// <summary>Those among the best of a rung that are not on the next one yet, from the highest rung down.</summary>
    private IEnumerable<(Architecture Architecture, int Rung, string Origin)> Promotions()
        => from rung in Enumerable.Range(0, _ladder.Top).Reverse()
           let above = _ladder.On(rung + 1).Select(t => t.Architecture).ToHashSet()
           let places = _ladder.GoOn(rung, _ladder.On(rung).Count)
           from trial in _ladder.BestFirst(_ladder.On(rung)).Take(places)
           where !above.Contains(trial.Architecture)
           select (trial.Architecture, rung + 1, $"promotion of trial {trial.Number}");

    private IEnumerable<(Architecture Architecture, int Rung, string Origin)> Starts()
        => _ladder.Fresh().Select(a => (a, 0, "random start"));
}
