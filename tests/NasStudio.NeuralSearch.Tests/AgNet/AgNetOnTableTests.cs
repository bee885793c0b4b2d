using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Search;
using NasStudio.Testing;
using Xunit.Abstractions;

namespace NasStudio.NeuralSearch.Tests.AgNet;

/// <summary>The search on the real NAS-Bench-201 table, CIFAR-10, mean validation accuracy after 200 epochs.</summary>
[Collection(PretrainedGeneratorTests.Name)]
public sealed class AgNetOnTableTests(PretrainedGenerator pretrained, ITestOutputHelper output)
{
    private const string Table = "nasbench201-cifar10.csv.gz";
    private const int Budget = 96;

    /// <summary>The published settings, and enough pre-training for this comparison.</summary>
    private static readonly AgNetOptions Options = new() { PretrainingInstances = 64_000 };

    [TableFact(Table)]
    [Trait("speed", "slow")]
    public void Ag_net_finds_better_cells_than_random_search_from_the_same_starts()
    {
        var accuracy = TestTables.Read(Table).ToDictionary(r => r["architecture"], r => r.Number("val_acc_200"));
        var problem = Problem.Single("val_acc_200", Direction.Maximize);
        var (found, random) = (new List<double>(), new List<double>());
        for (var seed = 0; seed < 3; seed++)
        {
            var context = pretrained.Context(seed, problem, Budget);
            random.Add(InitialDesign.Draw(context, Budget).Max(a => accuracy[a.Native]));
            using var strategy = new AgNetStrategy(context, Options);
            var curve = new List<double>();
            while (curve.Count < Budget && strategy.Ask(Budget - curve.Count, default) is { Count: > 0 } batch)
            {
                Trial[] trials = [.. batch.Select((p, i) => new Trial(curve.Count + i, p, TrialState.Completed, 0,
                    ImmutableSortedDictionary<string, double>.Empty.Add("val_acc_200", accuracy[p.Architecture.Native])))];
                strategy.Tell(trials);
                curve.AddRange(trials.Select(t => t.Metric("val_acc_200")));
            }

            Assert.Equal(Budget, curve.Count);
            found.Add(curve.Max());
            output.WriteLine($"seed {seed}: {curve.Take(48).Max():0.000} at 48, {curve.Max():0.000} at {Budget}; "
                + $"random search {random[^1]:0.000}");
        }

        output.WriteLine($"mean {found.Average():0.000}, random search {random.Average():0.000}, "
            + $"optimum {accuracy.Values.Max():0.000}");
        Assert.True(found.Average() > random.Average(), $"AG-Net {found.Average()}, random search {random.Average()}");
        Assert.True(found.Average() > 91.3, $"AG-Net {found.Average()}");
    }
}
