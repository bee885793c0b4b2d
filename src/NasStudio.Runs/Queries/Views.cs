using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Queries;

/// <summary>One line of the list of experiments.</summary>
public sealed record ExperimentSummary(
    long Id, string Name, RunState State, string Space, string Evaluator, string Strategy, DateTimeOffset CreatedAt,
    int Runs, int Completed, int Failed, int Total, double Spent);

/// <summary>An experiment with all its runs.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Follows from its runs' states.</param>
/// <param name="Document">What the user configured.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Metrics">Every metric its evaluator measures.</param>
/// <param name="Runs">Its runs, in the order of the document's seeds.</param>
/// <param name="Revision">Grows with every stored change.</param>
/// <param name="Fidelity">The cheaper levels of its evaluator; null where every trial is a full evaluation.</param>
public sealed record ExperimentView(
    long Id, string Name, RunState State, ExperimentDocument Document, DateTimeOffset CreatedAt,
    ImmutableArray<Metric> Metrics, ImmutableArray<RunView> Runs, long Revision, FidelityScale? Fidelity = null)
{
    /// <summary>Objectives and constraints.</summary>
    public Problem Problem => Document.Problem;
}

/// <summary>One run of an experiment.</summary>
/// <param name="Id">Its number, among all runs.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Completed">Trials that completed.</param>
/// <param name="Failed">Trials that failed.</param>
/// <param name="Total">Its budget, in full evaluations.</param>
/// <param name="Spent">What its completed and failed trials cost, in full evaluations: their number where all of them
/// are full.</param>
/// <param name="Running">Evaluations under way.</param>
/// <param name="Eta">How long it will still take; null while unknown or not running. While a search that shares weights
/// does its rounds, the time of the rounds alone.</param>
/// <param name="Activity">What the strategy is doing, in words; null when it is not at work.</param>
/// <param name="StrategySeconds">Time spent in the strategy.</param>
/// <param name="EvaluationSeconds">Time spent in evaluations, added over slots.</param>
/// <param name="WallSeconds">Time spent in all.</param>
/// <param name="Error">Why it failed or was paused by the studio itself; null otherwise.</param>
/// <param name="Incumbent">Number of the best feasible trial by the first objective, equals by the next; null while
/// there is none.</param>
/// <param name="StrategyVersion">Version of the strategy that made its batches.</param>
/// <param name="EvaluatorVersion">Version of the evaluator that measured its trials.</param>
public sealed record RunView(
    long Id, long Seed, RunState State, int Completed, int Failed, int Total, double Spent,
    ImmutableArray<RunningTrial> Running,
    TimeSpan? Eta, string? Activity, double StrategySeconds, double EvaluationSeconds, double WallSeconds,
    string? Error,
    int? Incumbent, int StrategyVersion, int EvaluatorVersion)
{
    /// <summary>How far its search is, where it shares weights; null otherwise, and before the first round.</summary>
    public SearchRounds? Rounds { get; init; }

    /// <summary>Whether trials completed and none of them keeps the limits.</summary>
    public bool IsInfeasible { get; init; }
}

/// <summary>How far a search that shares weights is.</summary>
/// <param name="Done">Rounds that are done.</param>
/// <param name="Total">Rounds of the whole search.</param>
/// <param name="Newest">What the newest of them showed.</param>
public sealed record SearchRounds(int Done, int Total, RoundInsight Newest)
{
    /// <summary>Rounds that are left: none once what the search ends with is trained.</summary>
    public int Left => Total - Done;
}

/// <summary>An evaluation under way.</summary>
/// <param name="Number">Number of the trial.</param>
/// <param name="Native">Its architecture.</param>
/// <param name="Fraction">Share done, in [0, 1].</param>
/// <param name="Message">For people.</param>
public sealed record RunningTrial(int Number, string Native, double Fraction, string Message);

/// <summary>A stored trial.</summary>
/// <param name="Revision">When it last changed, in the experiment's revisions.</param>
/// <param name="Seed">Seed of its run.</param>
/// <param name="Number">Its number in the run.</param>
/// <param name="Native">Native string of its architecture.</param>
/// <param name="IsomorphismClass">The benchmark's isomorphism class.</param>
/// <param name="FunctionalId">What the network computes.</param>
/// <param name="Origin">Where the strategy had it from.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Metrics">Measured values; empty until completed.</param>
/// <param name="Predicted">What the strategy expected; null where it expected nothing.</param>
/// <param name="Latent">Its place in the strategy's latent space; null where there is none.</param>
/// <param name="Error">Why it failed; null otherwise.</param>
/// <param name="EvaluationSeed">The same seed measures the same values again.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="ToldAt">When its batch was told; null before.</param>
/// <param name="IsPareto">Whether it is on the feasible front of its run.</param>
/// <param name="IsFeasible">Whether it completed and keeps every constraint.</param>
/// <param name="Batch">Which batch of the run it was asked in, from 0.</param>
/// <param name="Fidelity">Level of the evaluator's fidelity that it was evaluated at; null for the full
/// evaluation.</param>
public sealed record TrialView(
    long Revision, long Seed, int Number, string Native, string IsomorphismClass, string FunctionalId, string Origin,
    TrialState State, ImmutableSortedDictionary<string, double> Metrics,
    ImmutableSortedDictionary<string, double>? Predicted, ImmutableArray<double>? Latent, string? Error,
    long EvaluationSeed, DateTimeOffset AskedAt, DateTimeOffset? ToldAt, bool IsPareto, bool IsFeasible, int Batch,
    double? Fidelity = null);

/// <summary>How serious a line of the log is.</summary>
public enum LogSeverity
{
    /// <summary>What happens.</summary>
    Information,

    /// <summary>What is worth a look.</summary>
    Warning,

    /// <summary>What went wrong.</summary>
    Error,
}

/// <summary>A line of an experiment's log.</summary>
/// <param name="Id">Grows with every line; ask for what comes after the last one you have.</param>
/// <param name="At">When.</param>
/// <param name="Seed">Of which run; null for the experiment.</param>
/// <param name="Level">How serious.</param>
/// <param name="Text">What happened.</param>
public sealed record LogLine(long Id, DateTimeOffset At, long? Seed, LogSeverity Level, string Text);

/// <summary>Best so far of one run after a number of evaluations.</summary>
/// <param name="Evaluations">What the trials so far, in the order of their numbers, cost in full evaluations.</param>
/// <param name="Number">Number of the best trial.</param>
/// <param name="Value">Its value of the first objective, as the user sees it.</param>
/// <param name="Reported">Its test metrics, by name.</param>
public sealed record CurvePoint(
    double Evaluations, int Number, double Value, ImmutableSortedDictionary<string, double> Reported);

/// <summary>
/// Best so far of one run: chosen by the first objective among feasible trials, with what is reported for it.
/// </summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Metric">The first objective's metric.</param>
/// <param name="Points">One for each finished trial from the first full and feasible one on.</param>
public sealed record RunCurve(long Seed, string Metric, ImmutableArray<CurvePoint> Points);

/// <summary>A round of a run, as its strategy shows it.</summary>
/// <param name="Seed">The run.</param>
/// <param name="Batch">Number of the batch that it made.</param>
/// <param name="Insight">What it shows.</param>
public sealed record RoundView(long Seed, int Batch, RoundInsight Insight);

/// <summary>What a run's strategy has at a place of its latent space.</summary>
/// <param name="Batch">The batch after whose choice the strategy looks so.</param>
/// <param name="Architecture">The architecture; null where the place decodes to none that is valid.</param>
public sealed record DecodedPlace(int Batch, DecodedView? Architecture);

/// <summary>A decoded architecture.</summary>
/// <param name="Native">Its native string.</param>
/// <param name="IsomorphismClass">The benchmark's isomorphism class.</param>
/// <param name="FunctionalId">What the network computes.</param>
/// <param name="Predicted">What the strategy expects of it; null where it expects nothing.</param>
/// <param name="Latent">Its own place in the latent space; null where architectures have none of their own.</param>
/// <param name="Trial">The run's trial of it, or of one of its isomorphism class; null where there is none.</param>
public sealed record DecodedView(
    string Native, string IsomorphismClass, string FunctionalId, ImmutableSortedDictionary<string, double>? Predicted,
    ImmutableArray<double>? Latent, int? Trial);
