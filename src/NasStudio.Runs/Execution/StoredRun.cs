using System.Collections.Immutable;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Execution;

/// <summary>A run as it was found in the data base when it was taken up.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Document">Its experiment.</param>
/// <param name="Total">Its budget.</param>
/// <param name="StrategyVersion">Version of the strategy that made its batches.</param>
/// <param name="EvaluatorVersion">Version of the evaluator that measured its trials.</param>
/// <param name="StrategySeconds">Time the strategy has taken so far.</param>
/// <param name="Batches">All batches, in order.</param>
internal sealed record StoredRun(
    long Id, long Seed, ExperimentDocument Document, int Total, int StrategyVersion, int EvaluatorVersion,
    double StrategySeconds, ImmutableArray<StoredBatch> Batches);

/// <summary>A batch of trials in order of their numbers, or a round of a search that shares weights.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Limit">What Ask was given; of a round, the rounds left after it.</param>
/// <param name="Trials">Its trials; none of a round.</param>
/// <param name="Insight">What the strategy shows of it; null for nothing, and in a batch that was read again.</param>
internal sealed record StoredBatch(
    int Number, int Limit, ImmutableArray<StoredTrial> Trials, RoundInsight? Insight = null)
{
    /// <summary>Whether every trial has come to an end.</summary>
    public bool IsComplete => Trials.All(t => t.Trial.State is TrialState.Completed or TrialState.Failed);
}

/// <summary>A trial, with what was measured alone before its evaluation.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Alone">What was measured alone; null before.</param>
/// <param name="Seconds">How long its evaluation took; 0 before.</param>
internal sealed record StoredTrial(Trial Trial, Measurement? Alone, double Seconds)
{
    public static StoredTrial Of(TrialRow row, ExperimentDocument document) => new(
        row.ToTrial(document.Space.Kind), row.IsMeasuredAlone ? new Measurement(row.Metrics) : null,
        row.EvaluationSeconds);

    /// <summary>A trial of a run that nobody has measured yet.</summary>
    /// <remarks>53 bits: a seed that every reader of JSON takes exactly.</remarks>
    public static StoredTrial Waiting(long runSeed, int number, Proposal proposal) => new(
        new Trial(
            number, proposal, TrialState.Waiting,
            new RandomSource(runSeed).Fork("evaluation", number).NextSeed() & ExperimentReader.MaxSeed,
            Measurement.Empty.Values),
        null, 0);
}

/// <summary>A round of a search that shares weights.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Left">Rounds that are left after it.</param>
/// <param name="Insight">What it showed.</param>
internal sealed record StoredRound(int Number, int Left, RoundInsight Insight);
