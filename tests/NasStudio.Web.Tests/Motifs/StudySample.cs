using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Runs.Motifs;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Motifs;

/// <summary>What made-up trials teach: 3x3 convolutions are good, pooling is bad.</summary>
internal static class StudySample
{
    public static MotifStudy Of(SearchSpace space, int trials = 60)
        => new(space, 0, Problem.Single("val_acc", Direction.Maximize), 0, Sample.Accuracy, Trials(space, trials), trials);

    public static MotifStudy OfCells { get; } = Of(Sample.Space);

    public static MotifStudy OfDarts { get; } = Of(new DartsSpace());

    private static Trial[] Trials(SearchSpace space, int count)
    {
        var random = new RandomSource(5);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var architecture = space.Sample(random);
                var labels = space.FunctionalGraph(architecture).Labels;
                var accuracy = 60 + 4 * labels.Count(l => l.Contains("conv_3x3", StringComparison.Ordinal))
                    - 3 * labels.Count(l => l.Contains("pool", StringComparison.Ordinal)) + random.NextDouble();
                return new Trial(
                    i, new Proposal(architecture, "a draw"), TrialState.Completed, 0,
                    ImmutableSortedDictionary<string, double>.Empty.Add("val_acc", accuracy));
            }),
        ];
    }
}
