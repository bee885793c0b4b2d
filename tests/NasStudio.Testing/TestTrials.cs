using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;

namespace NasStudio.Testing;

/// <summary>Trials for tests.</summary>
public static class TestTrials
{
    /// <summary>A completed trial with these metrics, of an architecture named after its number.</summary>
    public static Trial Completed(int number, params (string Metric, double Value)[] metrics)
        => Of(number, TrialState.Completed) with
        {
            Metrics = metrics.ToImmutableSortedDictionary(m => m.Metric, m => m.Value),
        };

    /// <summary>A completed trial at a lower fidelity.</summary>
    public static Trial AtLevel(double level, Trial trial)
        => trial with { Proposal = trial.Proposal with { Fidelity = level } };

    /// <summary>A failed trial.</summary>
    public static Trial Failed(int number) => Of(number, TrialState.Failed) with { Error = "the test wants it so" };

    /// <summary>A trial that is not evaluated yet.</summary>
    public static Trial Waiting(int number) => Of(number, TrialState.Waiting);

    private static Trial Of(int number, TrialState state) => new(
        number, new Proposal(new Architecture("test", $"architecture {number}"), "a test"), state, number,
        ImmutableSortedDictionary<string, double>.Empty);
}
