using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Search;
using NasStudio.Testing;
using TorchSharp;
using Xunit.Abstractions;

namespace NasStudio.NeuralSearch.Tests.AgNet;

/// <summary>
/// The search with default options and the generator that comes with the program, on the real NAS-Bench-201 table: CIFAR-10, mean
/// validation accuracy after 200 epochs.
/// </summary>
[Collection(PretrainedGeneratorTests.Name)]
public sealed class AgNetOnTableTests(PretrainedGenerator pretrained, ITestOutputHelper output)
{
    private const string Table = "nasbench201-cifar10.csv.gz";
    private const int Budget = 96, Seeds = 3;
    private static readonly AgNetOptions Options = new();
    private static readonly Problem Problem = Problem.Single("val_acc_200", Direction.Maximize);

    [TableFact(Table)]
    [Trait("speed", "slow")]
    public void It_finds_better_cells_than_random_search_from_the_same_starts_and_can_order_those_it_has_not_seen()
    {
        var accuracy = TestTables.Read(Table).ToDictionary(r => r["architecture"], r => r.Number("val_acc_200"));
        var (found, random, correlation) = (new List<double>(), new List<double>(), new List<double>());
        for (var seed = 0; seed < Seeds; seed++)
        {
            var context = pretrained.Context(seed, Problem, Budget);
            random.Add(InitialDesign.Draw(context, Budget).Max(a => accuracy[a.Native]));
            using var strategy = new AgNetStrategy(context, Options);
            var trials = new List<Trial>();
            while (trials.Count < Budget && strategy.Ask(Budget - trials.Count, default) is { Count: > 0 } batch)
            {
                Trial[] told = [.. batch.Select((p, i) => new Trial(trials.Count + i, p, TrialState.Completed, 0,
                    ImmutableSortedDictionary<string, double>.Empty.Add("val_acc_200", accuracy[p.Architecture.Native])))];
                strategy.Tell(told);
                trials.AddRange(told);
            }

            Assert.Equal(Budget, trials.Count);
            found.Add(trials.Max(t => t.Metric("val_acc_200")));
            correlation.Add(WithinCandidates(strategy, trials, accuracy));
            output.WriteLine($"seed {seed}: {trials.Take(48).Max(t => t.Metric("val_acc_200")):0.000} at 48, {found[^1]:0.000} at "
                + $"{Budget}; random search {random[^1]:0.000}; rank correlation within the candidates {correlation[^1]:0.00}");
        }

        output.WriteLine($"mean {found.Average():0.000}, random search {random.Average():0.000}, "
            + $"optimum {accuracy.Values.Max():0.000}; rank correlation {correlation.Average():0.00}");
        Assert.True(found.Average() > random.Average(), $"AG-Net {found.Average()}, random search {random.Average()}");
        Assert.True(found.Average() > 91.3, $"AG-Net {found.Average()}");
        Assert.True(correlation.Average() >= 0.4, $"rank correlation within the candidates: {string.Join(", ", correlation)}");
    }

    /// <summary>Spearman's correlation of what is predicted and what the table holds, over the candidates of a next round.</summary>
    private double WithinCandidates(AgNetStrategy strategy, List<Trial> trials, Dictionary<string, double> accuracy)
    {
        using var folder = new TemporaryFolder();
        strategy.Save(folder.Path);
        var encoding = AgNetGraphs.For(pretrained.Space);
        using var scope = torch.NewDisposeScope();
        using var networks = AgNetNetworks.Fresh(encoding, Options, 1, new RandomSource(0));
        networks.Load(folder.Path);
        var graphs = GraphBatch.Of(encoding, [.. trials.Select(t => encoding.GraphsOf(t.Architecture))]);
        var evaluated = new EvaluatedSet(
            graphs, networks.Locate(graphs), torch.zeros([trials.Count, 1]),
            RankWeights.Weigh(RankWeights.BestFirst(Problem, [.. trials.Select(t => t.Metrics)]), Options.WeightFlatness));
        var candidates = new CandidatePool(encoding, networks, Options)
            .Draw(evaluated, drawn => trials.All(t => t.Architecture != drawn), new RandomSource(1), default).Candidates;
        var predicted = strategy.Predict(networks, trials, candidates, 1, new RandomSource(2), default).Mean;
        return RankCorrelation.Spearman(
            [.. predicted.Select(p => p["val_acc_200"])], [.. candidates.Select(c => accuracy[c.Architecture.Native])]);
    }
}
