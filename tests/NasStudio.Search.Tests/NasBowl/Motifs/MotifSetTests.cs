using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl.Motifs;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.NasBowl.Motifs;

public sealed class MotifSetTests
{
    [Fact]
    public void A_quarter_is_good_a_quarter_bad_by_the_score_of_the_holders_and_what_all_hold_is_neither()
    {
        var (space, random) = (new NasBench201Space(), new RandomSource(5));
        Trial[] trials =
        [
            .. Enumerable.Range(0, 120).Select(i =>
            {
                var architecture = space.Sample(random);
                var accuracy = 60 + 4 * space.FunctionalGraph(architecture).Labels.Count(l => l == "nor_conv_3x3");
                return TestTrials.Completed(i, ("accuracy", accuracy + random.NextDouble())) with
                {
                    Proposal = new Proposal(architecture, "a draw"),
                };
            }),
        ];
        var set = MotifSet.Of(new MotifModel(
            space, Problem.Single("accuracy", Direction.Maximize), 0, trials, CancellationToken.None));
        var (told, held) = (set.Motifs.Where(m => m.Motif.Effect is not null).ToArray(),
            set.Motifs.Where(m => m.Motif.Effect is null).ToArray());
        Assert.NotEmpty(held);
        Assert.All(held, m => Assert.Equal((MotifClass.Neutral, 120), (m.Class, m.Motif.Support)));
        Assert.Equal(told.Length / 4, told.Count(m => m.Class == MotifClass.Good));
        Assert.Equal(told.Length / 4, told.Count(m => m.Class == MotifClass.Bad));
        Assert.True(told.Where(m => m.Class == MotifClass.Good).Min(m => m.Motif.HoldersScore)
            >= told.Where(m => m.Class != MotifClass.Good).Max(m => m.Motif.HoldersScore));
        Assert.True(told.Where(m => m.Class == MotifClass.Bad).Max(m => m.Motif.HoldersScore)
            <= told.Where(m => m.Class != MotifClass.Bad).Min(m => m.Motif.HoldersScore));
    }
}
