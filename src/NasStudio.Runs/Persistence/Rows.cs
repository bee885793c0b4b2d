using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Persistence;

/// <summary>An experiment as it is stored.</summary>
internal sealed class ExperimentRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary>The experiment file.</summary>
    public required string Document { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>What its evaluator measures, as it was when the experiment was made: a benchmark may have gone since. Null
    /// in experiments from before there were benchmarks.</summary>
    public ImmutableArray<Metric>? Metrics { get; set; }

    /// <summary>Grows by one with every transaction that changes anything of the experiment.</summary>
    public long Revision { get; set; }

    public List<RunRow> Runs { get; } = [];
}

/// <summary>One run of an experiment as it is stored.</summary>
internal sealed class RunRow
{
    public long Id { get; set; }

    public long ExperimentId { get; set; }

    public ExperimentRow? Experiment { get; set; }

    /// <summary>Place among the experiment's seeds.</summary>
    public int Position { get; set; }

    public long Seed { get; set; }

    public RunState State { get; set; }

    /// <summary>Versions of the strategy and evaluator that made what is stored; others do not continue it.</summary>
    public int StrategyVersion { get; set; }

    public int EvaluatorVersion { get; set; }

    public int Total { get; set; }

    public string? Error { get; set; }

    public double StrategySeconds { get; set; }

    public double EvaluationSeconds { get; set; }

    public double WallSeconds { get; set; }

    public List<TrialRow> Trials { get; } = [];

    public LeaseRow? Lease { get; set; }
}

/// <summary>A batch that a strategy asked for, as it is stored; its trials carry its number. A round of a search that
/// shares weights is a batch without trials.</summary>
internal sealed class BatchRow
{
    public long RunId { get; set; }

    /// <summary>From 0.</summary>
    public int Number { get; set; }

    /// <summary>Full evaluations that were left when it was asked: what Ask was given. Of a round of a search that shares
    /// weights: the rounds left after it.</summary>
    public int Limit { get; set; }

    public DateTimeOffset AskedAt { get; set; }

    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>What the strategy shows of it; null for nothing.</summary>
    public RoundInsight? Insight { get; set; }
}

/// <summary>A trial as it is stored.</summary>
internal sealed class TrialRow
{
    public long RunId { get; set; }

    public RunRow? Run { get; set; }

    /// <summary>From 0.</summary>
    public int Number { get; set; }

    public int Batch { get; set; }

    public long Revision { get; set; }

    public required string Native { get; set; }

    public required string IsomorphismClass { get; set; }

    public required string FunctionalId { get; set; }

    public required string Origin { get; set; }

    public TrialState State { get; set; }

    public long EvaluationSeed { get; set; }

    /// <summary>Level of the evaluator's fidelity that it is evaluated at; null for the full evaluation.</summary>
    public double? Fidelity { get; set; }

    /// <summary>
    /// Whether what needs the machine to itself has been measured, and stands in <see cref="Metrics"/>.
    /// </summary>
    public bool IsMeasuredAlone { get; set; }

    public ImmutableSortedDictionary<string, double> Metrics { get; set; } = ImmutableSortedDictionary<string,
    double>.Empty;

    public ImmutableSortedDictionary<string, double>? Predicted { get; set; }

    public double[]? Latent { get; set; }

    public string? Error { get; set; }

    public DateTimeOffset AskedAt { get; set; }

    public DateTimeOffset? ToldAt { get; set; }

    public double EvaluationSeconds { get; set; }

    public bool IsPareto { get; set; }

    public bool IsFeasible { get; set; }
}

/// <summary>A line of an experiment's log as it is stored.</summary>
internal sealed class LogRow
{
    public long Id { get; set; }

    public long ExperimentId { get; set; }

    public ExperimentRow? Experiment { get; set; }

    public DateTimeOffset At { get; set; }

    public long? Seed { get; set; }

    public LogSeverity Severity { get; set; }

    public required string Text { get; set; }
}

/// <summary>Who executes a run: the sole authority, whatever the queue believes.</summary>
internal sealed class LeaseRow
{
    public long RunId { get; set; }

    /// <summary>The executor; null while the run is free.</summary>
    public string? Owner { get; set; }

    /// <summary>Grows with every change of hands; a write with an older number is refused.</summary>
    public long Fence { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
