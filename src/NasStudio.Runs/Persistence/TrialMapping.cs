using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;

namespace NasStudio.Runs.Persistence;

/// <summary>Stored trials as Core's trials and as the queries' views.</summary>
internal static class TrialMapping
{
    public static Trial ToTrial(this TrialRow row, string space) => new(
        row.Number,
        new Proposal(
            new Architecture(space, row.Native), row.Origin, row.Latent?.ToImmutableArray(), row.Predicted,
            row.Fidelity),
        row.State, row.EvaluationSeed,
        row.State == TrialState.Completed ? row.Metrics : ImmutableSortedDictionary<string, double>.Empty, row.Error);

    public static TrialView ToView(this TrialRow row, long seed) => new(
        row.Revision, seed, row.Number, row.Native, row.IsomorphismClass, row.FunctionalId, row.Origin, row.State,
        row.State == TrialState.Completed ? row.Metrics : ImmutableSortedDictionary<string, double>.Empty,
        row.Predicted, row.Latent?.ToImmutableArray(), row.Error, row.EvaluationSeed, row.AskedAt, row.ToldAt,
        row.IsPareto, row.IsFeasible, row.Batch, row.Fidelity);

    /// <summary>A measured value; null where the trial is not completed or has none.</summary>
    public static double? ValueOf(this TrialRow row, string metric)
        => row.State == TrialState.Completed && row.Metrics.TryGetValue(metric, out var value) ? value : null;
}
