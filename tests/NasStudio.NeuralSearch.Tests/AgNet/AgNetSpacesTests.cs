using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Search;
using Xunit.Abstractions;
using static TorchSharp.torch;
using Generator = NasStudio.NeuralSearch.AgNet.Generator;

namespace NasStudio.NeuralSearch.Tests.AgNet;

/// <summary>Spaces besides NAS-Bench-201: graphs of several sizes, two graphs to an architecture, chains.</summary>
public sealed class AgNetSpacesTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, SearchSpace> Spaces = new SearchSpace[]
    {
        new NasBench101Space(), new DartsSpace(), new NasBenchNlpSpace(), new NasBenchMacroSpace(),
        Trainings("0.1", "0.01", "0.001"),
    }.ToDictionary(space => space.Kind);

    [Theory]
    [InlineData("nas-bench-101")]
    [InlineData("darts")]
    [InlineData("nas-bench-nlp")]
    [InlineData("nas-bench-macro")]
    [InlineData("choice")]
    public void Drawing_what_a_graph_says_for_certain_gives_its_architecture(string kind)
    {
        using var scope = NewDisposeScope();
        var (space, random) = (Spaces[kind], new RandomSource(1));
        var encoding = AgNetGraphs.For(space);
        Architecture[] architectures = [.. Enumerable.Range(0, 40).Select(_ => space.Sample(random))];

        var logits = Certain(encoding, [.. architectures.Select(encoding.GraphsOf)]);

        Assert.Equal(architectures, GraphSampler.MostLikely(encoding, logits).Select(g => encoding.Decode(g)!));
        Assert.Equal(architectures, GraphSampler.Draw(encoding, logits, random).Select(g => encoding.Decode(g)!));
    }

    [Theory]
    [InlineData("nas-bench-101")]
    [InlineData("darts")]
    [InlineData("nas-bench-nlp")]
    [InlineData("nas-bench-macro")]
    [InlineData("choice")]
    public void The_loss_of_a_graph_looks_at_its_own_nodes_and_edges_alone(string kind)
    {
        using var scope = NewDisposeScope();
        var (space, random) = (Spaces[kind], new RandomSource(2));
        var encoding = AgNetGraphs.For(space);
        ImmutableArray<GraphCode>[] graphs = [.. Enumerable.Range(0, 20).Select(_ => encoding.GraphsOf(space.Sample(random)))];
        var batch = GraphBatch.Of(encoding, graphs);

        var right = batch.ReconstructionLoss(Certain(encoding, graphs)).Values();
        var undecided = batch.ReconstructionLoss(new GraphLogits(
            zeros([20, encoding.Parts, encoding.Nodes - 1, encoding.Classes]), zeros([20, encoding.Parts, encoding.Pairs])));

        Assert.All(right, loss => Assert.InRange(loss, 0, 1e-6));
        Assert.All(undecided.Values(), loss => Assert.Equal(Math.Log(encoding.Classes) + Math.Log(2), loss, 1e-4));
    }

    [Fact]
    public void Darts_gets_two_sources_for_every_node_whatever_is_drawn()
    {
        var space = new DartsSpace();
        var (encoding, random) = (AgNetGraphs.For(space), new RandomSource(3));
        var labels = encoding.GraphsOf(space.Sample(random))[0].Labels;
        for (var trial = 0; trial < 200; trial++)
        {
            var scores = Enumerable.Range(0, encoding.Pairs).Select(_ => random.NextGaussian()).ToArray();
            var drawn = new GraphCode(labels, [.. scores.Select(_ => random.NextInt(2) == 1)]);
            var graph = encoding.Completed(drawn, (from, to) => scores[GraphEncoding.PairIndex(from, to)]);
            Assert.NotNull(encoding.Decode([graph, graph]));
            Assert.Equal(graph.Edges.ToArray(), encoding.Completed(graph, (_, _) => 0).Edges.ToArray());
        }
    }

    [Fact]
    public void Recurrent_cells_are_drawn_whole_whatever_is_said_of_them()
    {
        using var scope = NewDisposeScope();
        var (encoding, random) = (AgNetGraphs.For(Spaces["nas-bench-nlp"]), new RandomSource(8));
        var logits = new GraphLogits(
            Layers.Normal(random, 300, 1, encoding.Nodes - 1, encoding.Classes), Layers.Normal(random, 300, 1, encoding.Pairs));

        var drawn = GraphSampler.Draw(encoding, logits, random);

        Assert.All(drawn, graphs => Assert.Equal(GraphEncoding.Output, graphs[0].Labels[^1]));
        Assert.InRange(drawn.Count(graphs => encoding.Decode(graphs) is not null), 290, 300);
    }

    [Theory]
    [Trait("speed", "slow")]
    [InlineData("nas-bench-101", 0.3)]
    [InlineData("darts", 0.5)]
    [InlineData("nas-bench-nlp", 0.95)]
    [InlineData("nas-bench-macro", 0.5)]
    public void A_little_pretraining_makes_valid_architectures(string kind, double leastValid)
    {
        var space = Spaces[kind];
        var encoding = AgNetGraphs.For(space);
        using var networks = AgNetNetworks.Fresh(encoding, new AgNetOptions(), 1, new RandomSource(4));
        var pretraining = new Pretraining(encoding, space, kind == "nas-bench-nlp" ? 3_200 : 12_800);
        var before = pretraining.Measure(networks.Generator, networks.Encoder, new RandomSource(5));
        pretraining.Train(networks.Generator, networks.Encoder, new RandomSource(6), _ => { }, CancellationToken.None);
        var after = pretraining.Measure(networks.Generator, networks.Encoder, new RandomSource(5));
        output.WriteLine($"{kind}: before {before}; after {after}");
        Assert.InRange(after.Validity, Math.Max(leastValid, before.Validity), 1);
    }

    [Theory]
    [InlineData("nas-bench-101")]
    [InlineData("darts")]
    [InlineData("nas-bench-nlp")]
    [InlineData("choice")]
    public void A_search_proposes_new_architectures_of_the_space_to_its_end(string kind)
    {
        var space = Spaces[kind];
        using var folder = new TemporaryFolder();
        var problem = Problem.Single("length", Direction.Minimize);
        var context = new StrategyContext(space, problem, new RandomSource(1), 24, folder.Path, _ => { });
        using var strategy = new AgNetStrategy(context, PretrainedGenerator.Quick with { PretrainingInstances = 1_000 });
        var trials = new List<Trial>();
        while (trials.Count < 24 && strategy.Ask(24 - trials.Count, default) is { Count: > 0 } batch)
        {
            Trial[] told = [.. batch.Select((proposal, i) => new Trial(
                trials.Count + i, proposal, TrialState.Completed, 0,
                ImmutableSortedDictionary<string, double>.Empty.Add("length", proposal.Architecture.Native.Length)))];
            strategy.Tell(told);
            trials.AddRange(told);
        }

        Assert.Equal(24, trials.Select(t => space.Parse(t.Architecture.Native)).Distinct().Count());
        Assert.All(trials, t => Assert.Equal(AgNetGraphs.For(space).Parts * Generator.GraphLatent, t.Proposal.Latent!.Value.Length));
    }

    [Fact]
    public void The_smallest_space_is_searched_to_its_end()
    {
        var space = new ChoiceSpace(new([new("depth", ["1"]), new("op", ["conv", "pool"])], []));
        using var folder = new TemporaryFolder();
        var context = new StrategyContext(
            space, Problem.Single("length", Direction.Minimize), new RandomSource(1), 10, folder.Path, _ => { });
        using var strategy = new AgNetStrategy(context, PretrainedGenerator.Quick with { PretrainingInstances = 1_000 });
        var both = strategy.Ask(10, default);
        Assert.Equal(2, both.Count);
        strategy.Tell([.. both.Select((proposal, i) => new Trial(
            i, proposal, TrialState.Completed, 0, ImmutableSortedDictionary<string, double>.Empty.Add("length", i)))]);
        Assert.Empty(strategy.Ask(8, default));
    }

    [Fact]
    public void User_defined_spaces_do_not_share_a_generator()
    {
        using var folder = new TemporaryFolder();
        var options = PretrainedGenerator.Quick with { PretrainingInstances = 1_000 };
        foreach (var space in new[] { Trainings("0.1", "0.01", "0.001"), Trainings("1", "2", "3"), Trainings("1", "2", "3") })
        {
            var encoding = AgNetGraphs.For(space);
            using var networks = AgNetNetworks.Fresh(encoding, options, 1, new RandomSource(1));
            new PretrainingCache(folder.Path, space, encoding, options).Load(networks, _ => { }, CancellationToken.None);
        }

        Assert.Equal(2, Directory.GetDirectories(folder.Path).Length);
    }

    private static ChoiceSpace Trainings(params ImmutableArray<string> rates) => new(new(
        [new("depth", ["1", "2", "3"]), new("op", ["conv", "pool", "skip"]), new("rate", rates), new("bias", ["yes", "no"])],
        [new([new("op", ["skip"]), new("depth", ["3"])])]));

    /// <summary>Logits that leave no doubt of graphs; of what they do not have, anything.</summary>
    private static GraphLogits Certain(GraphEncoding encoding, ImmutableArray<GraphCode>[] graphs)
    {
        const float sure = 40;
        var (inner, all) = (encoding.Nodes - 1, graphs.SelectMany(parts => parts).ToArray());
        var nodes = new float[all.Length * inner * encoding.Classes];
        var edges = Enumerable.Repeat(sure, all.Length * encoding.Pairs).ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            for (var node = 1; node < all[i].Labels.Length; node++)
            {
                nodes[(i * inner + node - 1) * encoding.Classes + all[i].Labels[node]] = sure;
            }

            for (var pair = 0; pair < all[i].Edges.Length; pair++)
            {
                edges[i * encoding.Pairs + pair] = all[i].Edges[pair] ? sure : -sure;
            }
        }

        return new GraphLogits(
            tensor(nodes, [graphs.Length, encoding.Parts, inner, encoding.Classes]),
            tensor(edges, [graphs.Length, encoding.Parts, encoding.Pairs]));
    }
}
