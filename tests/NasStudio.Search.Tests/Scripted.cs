using System.Collections.Immutable;
using NasStudio.Core.Trials;

namespace NasStudio.Search.Tests;

/// <summary>Runs in which each trial measures what a test wrote down, whatever the architecture.</summary>
internal static class Scripted
{
    /// <summary>The trials of a run and, last, what is asked next.</summary>
    /// <param name="strategy">A new strategy.</param>
    /// <param name="metrics">Names of what is measured.</param>
    /// <param name="script">Values of each trial, one for each metric; none for a trial that fails.</param>
    public static List<Proposal> Run(IStrategy strategy, string[] metrics, params double[][] script)
    {
        var proposals = new List<Proposal>();
        while (proposals.Count < script.Length)
        {
            var batch = strategy.Ask(script.Length - proposals.Count, CancellationToken.None);
            strategy.Tell([.. batch.Select((p, i) => Trial(p, proposals.Count + i, metrics, script))]);
            proposals.AddRange(batch);
        }

        proposals.AddRange(strategy.Ask(1, CancellationToken.None));
        return proposals;
    }

    private static Trial Trial(Proposal proposal, int number, string[] metrics, double[][] script)
    {
        var values = metrics.Zip(script[number]).ToImmutableSortedDictionary(p => p.First, p => p.Second);
        return values.Count > 0
            ? new Trial(number, proposal, TrialState.Completed, number, values)
            : new Trial(number, proposal, TrialState.Failed, number, values, "the script wants it so");
    }
}
