using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl.Motifs;
using NasStudio.Testing;

namespace NasStudio.Search.Tests.NasBowl.Motifs;

public sealed class MotifModelTests
{
    private static readonly Problem Accuracy = Problem.Single("accuracy", Direction.Maximize);

    [Fact]
    public void To_scale_all_counts_of_a_cell_changes_nothing()
    {
        foreach (SearchSpace space in new SearchSpace[] { new NasBench201Space(), new DartsSpace() })
        {
            var model = Model(space, 40);
            for (var n = 0; n < model.Count; n++)
            {
                for (var part = 0; part < (space is DartsSpace ? 2 : 1); part++)
                {
                    Assert.Equal(0, model.Gradients(n, part).Zip(model.CountsOf(n, part), (j, phi) => j * phi).Sum(), 1e-12);
                }
            }
        }
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        var model = Model(new NasBench201Space(), 30);
        for (var n = 0; n < 5; n++)
        {
            double[] phi = [.. model.CountsOf(n, 0).Select(c => (double)c)];
            var gradients = model.Gradients(n, 0);
            for (var j = 0; j < phi.Length; j++)
            {
                const double step = 1e-5;
                double[] more = [.. phi], less = [.. phi];
                (more[j], less[j]) = (phi[j] + step, phi[j] - step);
                Assert.Equal((model.MeanAt(more) - model.MeanAt(less)) / (2 * step), gradients[j], 1e-6);
            }

            Assert.Equal(-model.Expected[n], model.MeanAt(phi), 1e-9);
        }
    }

    [Fact]
    public void Contributions_of_features_sum_to_what_is_expected()
    {
        foreach (SearchSpace space in new SearchSpace[] { new NasBench201Space(), new DartsSpace() })
        {
            var model = Model(space, 40);
            var random = new RandomSource(9);
            for (var repeat = 0; repeat < 20; repeat++)
            {
                var explanation = model.Explain(space.Sample(random));
                Assert.Equal(explanation.Expected, explanation.Features.Sum(f => f.Contribution), 1e-9);
                Assert.InRange(explanation.Percentile, 0, 100);
                Assert.All(explanation.Features, f => Assert.Equal(f.Count, f.Nodes.Length));
            }

            var seen = Trials(space, 40)[7];
            Assert.Equal(model.Expected[7], model.Explain(seen.Architecture).Expected, 1e-9);
        }
    }

    [Fact]
    public void A_motif_s_effect_is_the_difference_of_its_holders_and_the_others()
    {
        var (space, trials) = (new NasBench201Space(), Trials(new NasBench201Space(), 60));
        var model = Model(space, 60);
        var motif = model.Motifs().Single(m => m.Level == 0 && m.Tree.Operation == "nor_conv_3x3");
        var holds = trials.Select(t => space.FunctionalGraph(t.Architecture).Labels.Contains("nor_conv_3x3")).ToArray();
        Assert.Equal(holds.Count(h => h), motif.Support);
        Assert.Equal(
            model.Expected.Where((_, i) => holds[i]).Average() - model.Expected.Where((_, i) => !holds[i]).Average(),
            motif.Effect!.Value, 1e-9);
        Assert.All(model.Motifs(), m =>
        {
            Assert.InRange(m.Support, MotifModel.LeastSupport, 60);
            Assert.InRange(m.Level, 0, MotifModel.MotifLevel);
            Assert.True(m.GradientDeviation is null or > 0 && m.EffectDeviation is null or > 0);
            Assert.Equal(m.Gradient, m.GradientByCount.TryGetValue(1, out var once) ? once : null);
        });
    }

    [Fact]
    public void A_look_expects_what_an_explanation_does_and_finds_the_motifs_that_are_there()
    {
        foreach (SearchSpace space in new SearchSpace[] { new NasBench201Space(), new DartsSpace() })
        {
            var model = Model(space, 60);
            var motifs = model.Motifs();
            var random = new RandomSource(9);
            Architecture[] asked = [.. Trials(space, 3).Select(t => t.Architecture), .. Enumerable.Range(0, 10).Select(_ => space.Sample(random))];
            var looks = model.Look(motifs, asked, CancellationToken.None);
            foreach (var (architecture, look) in asked.Zip(looks))
            {
                var explanation = model.Explain(architecture);
                Assert.Equal(explanation.Expected, look.Expected, 1e-9);
                Assert.Equal(
                    motifs.Index().Where(m => explanation.Features.Any(
                        f => f.Part == m.Item.Part && f.Level == m.Item.Level && f.Tree.Equals(m.Item.Tree))).Select(m => m.Index),
                    look.Held);
            }
        }
    }

    [Fact]
    public void Motifs_of_another_model_are_refused()
        => Assert.Throws<ArgumentException>(() => Model(new NasBench201Space(), 40).Look(
            Model(new DartsSpace(), 40).Motifs(), [], CancellationToken.None));

    [Fact]
    public void Expectations_come_back_in_the_objective_s_unit_and_better_is_more()
    {
        var model = Model(new NasBench201Space(), 40);
        double[] rising = [-2, -1, 0, 0.5, 1];
        Assert.Equal(rising, rising.OrderBy(model.Restore));
        var left = model.LeaveOneOut();
        Assert.All(left.Zip(Trials(new NasBench201Space(), 40)), pair => Assert.InRange(   // the far end is cut
            pair.Second.Metric("accuracy"), 0, model.Restore(pair.First.Learned) + 1e-9));
        Assert.All(left, l => Assert.True(l.Deviation > model.NoiseDeviation));
        Assert.InRange(left.Count(l => Math.Abs(l.Learned - l.Expected) <= 2 * l.Deviation), 32, 40);
    }

    [TableFact("nasbench201-cifar10.csv.gz")]
    public void On_the_real_table_effects_agree_with_the_plain_means()
    {
        var space = new NasBench201Space();
        var rows = TestTables.Read("nasbench201-cifar10.csv.gz");
        var random = new RandomSource(1).Fork("motifs");
        Trial[] trials =
        [
            .. Enumerable.Range(0, 300).Select(i => random.Choose(rows)).DistinctBy(r => r["architecture"]).Select((r, i) =>
                TestTrials.Completed(i, ("accuracy", r.Number("val_acc_200"))) with
                {
                    Proposal = new Proposal(space.Parse(r["architecture"]), "a draw"),
                }),
        ];
        var model = new MotifModel(space, Accuracy, 0, trials, CancellationToken.None);
        var motifs = model.Motifs().Where(m => m.Effect is not null).ToArray();
        double[] errors = [.. trials.Select(t => -Math.Log(100 - t.Metric("accuracy")))];
        double[] plain =
        [
            .. motifs.Select(m =>
            {
                var holds = trials.Select(t => model.Explain(t.Architecture).Features
                    .Any(f => f.Level == m.Level && f.Tree.Equals(m.Tree))).ToArray();
                return errors.Where((_, i) => holds[i]).Average() - errors.Where((_, i) => !holds[i]).Average();
            }),
        ];
        Assert.InRange(RankCorrelation.Spearman([.. motifs.Select(m => m.Effect!.Value)], plain), 0.92, 1);
        Assert.InRange(RankCorrelation.Spearman([.. motifs.Select(m => m.HoldersScore)], plain), 0.6, 1);
    }

    [Fact]
    public void One_trial_is_refused()
        => Assert.Throws<ArgumentException>(() => new MotifModel(
            new NasBench201Space(), Accuracy, 0, Trials(new NasBench201Space(), 1), CancellationToken.None));

    private static MotifModel Model(SearchSpace space, int count)
        => new(space, Accuracy, 0, Trials(space, count), CancellationToken.None);

    private static Trial[] Trials(SearchSpace space, int count)
    {
        var random = new RandomSource(5);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var architecture = space.Sample(random);
                var labels = space.FunctionalGraph(architecture).Labels;
                var accuracy = 60 + 4 * labels.Count(l => l.Contains("conv_3x3")) - 2 * labels.Count(l => l.Contains("pool"));
                return TestTrials.Completed(i, ("accuracy", accuracy + random.NextDouble())) with
                {
                    Proposal = new Proposal(architecture, "a draw"),
                };
            }),
        ];
    }
}
