using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.BlockChains;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Networks;
using NasStudio.OneShot.Distributions;
using NasStudio.OneShot.Supernets;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Tests.Supernets;

public sealed class SupernetTests
{
    private const int Drawn = 40;

    public static TheoryData<string> Spaces() => Small.Spaces();

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Architectures_and_choices_are_two_names_of_the_same(string space)
    {
        using var supernet = Small.Supernet(space);

        foreach (var architecture in Sampled(space))
            Assert.Equal(architecture, supernet.ArchitectureOf(supernet.ChoicesOf(architecture)));
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Tables_give_the_sizes_of_the_architectures_own_networks(string space)
    {
        using var supernet = Small.Supernet(space);
        var networks = NetworkFactory.For(Small.All[space], Small.Size);

        foreach (var architecture in Sampled(space))
        {
            var choices = supernet.ChoicesOf(architecture);
            var (parameters, multiplyAccumulates) = networks.SizeOf(architecture);
            Assert.Equal(parameters, supernet.Parameters.Of(choices));
            Assert.Equal(multiplyAccumulates, supernet.MultiplyAccumulates.Of(choices));
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Extracted_networks_compute_what_the_supernet_computes(string space)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var supernet = Small.Supernet(space);
        var images = Small.Images(5);
        foreach (var architecture in Sampled(space).Take(12))
        {
            var choices = supernet.ChoicesOf(architecture);
            supernet.Recalibrate(choices.AsSpan(), [Small.Images(9, seed: 7)]);

            using var network = supernet.Extract(choices);
            network.eval();

            Assert.True(supernet.forward(images, choices.AsSpan()).Equals(network.call(images)), architecture.Native);
            network.train();
            supernet.Use(NormStatistics.Batch);
            Assert.True(supernet.forward(images, choices.AsSpan()).Equals(network.call(images)), architecture.Native);
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Gradients_reach_the_sampled_path_alone(string space)
    {
        using var supernet = Small.Supernet(space);
        supernet.Use(NormStatistics.Tracked);
        foreach (var architecture in Sampled(space).Take(8))
        {
            using var scope = NewDisposeScope();
            var choices = supernet.ChoicesOf(architecture);
            supernet.zero_grad();
            supernet.forward(Small.Images(4), choices.AsSpan()).sum().backward();

            using var network = supernet.Extract(choices);
            var touched = supernet.parameters().Where(parameter => parameter.grad is not null).Sum(parameter => parameter.numel());
            Assert.InRange(touched, 1, network.parameters().Sum(parameter => parameter.numel()));
            Assert.Equal(Reached(network), touched);
        }

        // in the architecture's own network, whose parameters are no others
        static long Reached(nn.Module<Tensor, Tensor> network)
        {
            network.train();
            network.call(Small.Images(4)).sum().backward();
            return network.parameters().Where(parameter => parameter.grad is not null).Sum(parameter => parameter.numel());
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Only_the_sampled_path_is_computed(string space)
    {
        using var scope = NewDisposeScope();
        using var supernet = Small.Supernet(space);
        var convolutions = supernet.modules().OfType<Conv2d>().ToArray();
        var calls = 0;
        foreach (var convolution in convolutions) convolution.register_forward_hook((_, _, output) => { calls++; return output; });
        foreach (var architecture in Sampled(space).Take(12))
        {
            var choices = supernet.ChoicesOf(architecture);
            calls = 0;
            supernet.forward(Small.Images(2), choices.AsSpan());

            using var network = supernet.Extract(choices);
            Assert.Equal(network.modules().OfType<Conv2d>().Count(), calls);
        }
    }

    [Fact]
    public void Batch_statistics_leave_the_stored_ones_alone_and_tracked_ones_do_not()
    {
        using var scope = NewDisposeScope();
        using var supernet = Small.Supernet("nas-bench-201");
        int[] choices = [3, 3, 3, 3, 3, 3];
        supernet.Use(NormStatistics.Batch);
        supernet.forward(Small.Images(4), choices);
        Assert.True(Stored(supernet).Equals(zeros_like(Stored(supernet))));

        supernet.Use(NormStatistics.Tracked);
        supernet.forward(Small.Images(4), choices);
        Assert.False(Stored(supernet).Equals(zeros_like(Stored(supernet))));
    }

    [Fact]
    public void Recalibrated_statistics_are_the_plain_average_over_the_batches()
    {
        using var scope = NewDisposeScope();
        using var supernet = Small.Supernet("nas-bench-201");
        int[] choices = [1, 3, 0, 2, 4, 3];
        supernet.Recalibrate(choices, [Small.Images(4, seed: 1)]);
        var first = Stored(supernet).clone();
        supernet.Recalibrate(choices, [Small.Images(4, seed: 2)]);
        var second = Stored(supernet).clone();

        supernet.Recalibrate(choices, [Small.Images(4, seed: 1), Small.Images(4, seed: 2)]);

        Assert.True(Stored(supernet).allclose((first + second) / 2, 1e-5, 1e-6));
        Assert.False(supernet.training);
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_mixture_of_one_category_is_that_category(string space)
    {
        using var scope = NewDisposeScope();
        using var supernet = Small.Supernet(space);
        supernet.Use(NormStatistics.Batch);
        foreach (var architecture in Sampled(space).Take(6))
        {
            var choices = supernet.ChoicesOf(architecture);
            Pick[] picks = [.. choices.Select((choice, j) => new Pick(null, OneHot(choice, supernet.Variables[j].Categories.Length)))];

            var mixed = supernet.forward(Small.Images(4), picks);

            Assert.True(mixed.allclose(supernet.forward(Small.Images(4), choices.AsSpan()), 1e-4, 1e-5), architecture.Native);
        }

        static Tensor OneHot(int category, int count)
            => tensor(Enumerable.Range(0, count).Select(c => c == category ? 1f : 0f).ToArray());
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void One_path_learns_one_batch_by_heart(string space)
    {
        using var supernet = Small.Supernet(space);
        var choices = supernet.ChoicesOf(Sampled(space).MaxBy(a => supernet.Parameters.Of(supernet.ChoicesOf(a)))!);
        using var optimizer = optim.Adam(supernet.parameters(), 0.01);
        using var images = Small.Images(12);
        using var labels = tensor([0L, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
        supernet.Use(NormStatistics.Tracked);
        var loss = double.NaN;
        for (var step = 0; step < 120; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var value = nn.functional.cross_entropy(supernet.forward(images, choices.AsSpan()), labels);
            value.backward();
            optimizer.step();
            loss = value.item<float>();
        }

        Assert.InRange(loss, 0, 0.1);
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Saved_weights_load_into_another_supernet(string space)
    {
        using var scope = NewDisposeScope();
        using var one = Small.Supernet(space);
        using var other = Small.Supernet(space, seed: 2);
        var file = Path.Combine(Small.Folder(), "weights.dat");
        var choices = one.ChoicesOf(Sampled(space).First());
        Assert.False(one.forward(Small.Images(3), choices.AsSpan()).Equals(other.forward(Small.Images(3), choices.AsSpan())));

        one.save(file);
        other.load(file);

        Assert.True(one.forward(Small.Images(3), choices.AsSpan()).Equals(other.forward(Small.Images(3), choices.AsSpan())));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Where_variables_have_a_size_only_together_the_likeliest_small_enough_architecture_is_found(double share)
    {
        using var supernet = Small.Supernet("darts");
        var table = supernet.Parameters;
        var sizes = new ExistingSizes(table);
        var distribution = new ArchitectureDistribution(
            supernet.Variables.Select(variable => new CategoricalVariable(variable.Name, variable.Categories.Length)));
        var size = table.Smallest + share * (table.Largest - table.Smallest);

        var found = table.Of(sizes.Mode(distribution, size, tolerance: 0));

        Assert.Equal(sizes.NotAbove(size), found, 1e-6);
        Assert.InRange(found, table.Smallest, size);
    }

    [Fact]
    public void Of_a_distribution_that_prefers_nothing_the_likeliest_architectures_of_a_size_come_at_once()
    {
        using var supernet = Small.Supernet("darts");
        var table = supernet.Parameters;
        var even = supernet.Variables.Select(variable => Enumerable.Repeat(1.0 / variable.Categories.Length, variable.Categories.Length).ToArray());

        var some = new ExistingSizes(table).Likeliest([.. even], (table.Smallest + table.Largest) / 2, tolerance: 0).Take(100).ToArray();

        Assert.Equal(100, some.Select(choices => string.Join(',', choices)).Distinct().Count());
        Assert.Single(some.Select(choices => Math.Round(table.Of(choices))).Distinct());
    }

    [Fact]
    public void A_cell_is_wasteful_where_weights_get_no_gradient()
    {
        using var supernet = (NasBench201Supernet)Small.Supernet("nas-bench-201");
        var kinds = new int[2];
        foreach (var architecture in Sampled("nas-bench-201").Take(60))
        {
            using var scope = NewDisposeScope();
            var choices = supernet.ChoicesOf(architecture);
            foreach (var weight in supernet.parameters()) weight.grad = zeros_like(weight);
            supernet.forward(Small.Images(3), choices.AsSpan()).square().sum().backward();
            var moved = supernet.named_parameters().Where(named => named.name.Split('.')[1] is ['c', 'o', 'n', 'v', _, _, '_', _] && named.parameter.dim() == 4
                && named.parameter.grad!.abs().sum().item<float>() > 0).Select(named => named.name.Split('.')[1]).Distinct().Count();
            var convolutions = choices.Count(choice => (NasBench201Operation)choice is NasBench201Operation.NorConv1x1 or NasBench201Operation.NorConv3x3);

            Assert.Equal(moved < convolutions, supernet.IsWasteful(choices));
            kinds[moved < convolutions ? 1 : 0]++;
        }

        Assert.All(kinds, count => Assert.True(count >= 5, $"only {count} of a kind"));
    }

    [Fact]
    public void The_expected_size_is_the_mean_over_draws_and_lies_between_the_least_and_the_largest()
    {
        using var supernet = Small.Supernet("darts");
        var distribution = new ArchitectureDistribution(
            supernet.Variables.Select(variable => new CategoricalVariable(variable.Name, variable.Categories.Length)));
        var random = new RandomSource(5);

        var drawn = Enumerable.Range(0, 4_000).Average(_ => supernet.Parameters.Of(distribution.Sample(random).Choices));

        Assert.Equal(1, supernet.Parameters.Expected(distribution) / drawn, 0.01);
        Assert.InRange(drawn, supernet.Parameters.Smallest, supernet.Parameters.Largest);
    }

    [Fact]
    public void A_space_of_ones_own_that_forbids_combinations_has_no_supernet()
    {
        var rule = new ChoiceRule([new ChoiceTerm("a", ["skip"]), new ChoiceTerm("b", ["skip"])]);
        var space = new ChoiceSpace(new ChoiceDefinition(
            [new ChoiceVariable("a", BlockOperations.Names), new ChoiceVariable("b", BlockOperations.Names)], [rule]));

        Assert.Contains(
            "forbids", Assert.Throws<ArgumentException>(() => Supernet.For(space, Small.Size)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_space_without_a_supernet_is_refused_with_the_ones_that_have_one()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Supernet.For(new Core.Architectures.NasBenchNlp.NasBenchNlpSpace(), Small.Size));

        Assert.Contains("nas-bench-201", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<Architecture> Sampled(string space)
    {
        var random = new RandomSource(3);
        return [.. Enumerable.Range(0, Drawn).Select(_ => Small.All[space].Sample(random))];
    }

    private static Tensor Stored(Supernet supernet)
        => cat([.. supernet.modules().OfType<BatchNorm2d>().Select(norm => norm.running_mean!)]);
}
