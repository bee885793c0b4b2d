using System.Collections.Immutable;
using System.Text.Json;
using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;

namespace NasStudio.OneShot.Tests.Distributions;

public sealed class ImportanceSampledPoolTests
{
    private static readonly DesignVariable[] Three =
        [new CategoricalVariable("a", 4), new CategoricalVariable("b", 3), new CategoricalVariable("c", 5)];

    /// <summary>The later the choice the larger: choice a of variable j costs 10 (j + 1) a.</summary>
    private static readonly ComplexityTable Costs = CostsOf(Three);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_pool_of_one_is_plain_ASNG(int samples)
    {
        var pool = Pool([new WeightedComplexity(Costs, 0.3)], new PoolOptions { SamplesPerDistribution = samples, LeastSignal = 0 });
        var plain = new PlainAsng(4, 3, 5);
        var random = new RandomSource(1);
        for (var round = 0; round < 600; round++)
        {
            var batch = pool.Draw(random.Fork("draw", round));
            Assert.All(batch.Weights[0], weight => Assert.Equal(1.0, weight));
            Assert.Equal(samples, batch.EffectiveSizes[0], 1e-12);
            var noise = 0.2 * random.NextGaussian();
            double[] losses = [.. batch.Samples.Select(sample => Loss(sample) + noise)];
            pool.Update(batch, losses);
            plain.Step(
                [.. batch.Samples.Select(sample => sample.Choices.ToArray())],
                [.. losses.Zip(batch.Samples, (loss, sample) => loss + 0.3 * Costs.Normalise(Costs.Of(sample.Choices)))]);

            Assert.Equal(plain.Delta, pool.Steps[0].Delta, 1e-9 * plain.Delta);
            Assert.Equal(
                plain.Theta.SelectMany(row => row), pool.Steps[0].Distribution.Parameters, (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public void Distributions_keep_apart_what_their_coefficients_ask_for_and_stay_above_their_bounds()
    {
        var pool = Pool([new WeightedComplexity(Costs, 0), new WeightedComplexity(Costs, 0.7), new WeightedComplexity(Costs, 5)]);
        for (var round = 0; round < 2_000; round++)
        {
            var batch = pool.Draw(new RandomSource(2).Fork("draw", round));
            pool.Update(batch, [.. batch.Samples.Select(Loss)]);
            Assert.All(pool.Steps, step => new ArchitectureDistribution(Three).Restore(step.Distribution.Parameters));
        }

        double[] sizes = [.. pool.Steps.Select(step => Costs.Of(step.Distribution.Mode))];
        Assert.Equal(Best(0).AsEnumerable(), pool.Steps[0].Distribution.Mode);
        Assert.Equal(Best(5).AsEnumerable(), pool.Steps[2].Distribution.Mode);
        Assert.True(sizes[0] > sizes[1] && sizes[1] > sizes[2], $"sizes {string.Join(", ", sizes)}");
        Assert.All(pool.Steps, step => Assert.InRange(step.Distribution.Decidedness, 0.9, 1));
    }

    [Fact]
    public void A_step_is_left_out_where_all_utilities_tie()
    {
        var pool = Pool([new WeightedComplexity(Costs, 0)]);
        var before = pool.State.Steps[0];
        var outcomes = pool.Update(pool.Draw(new RandomSource(1)), [1, 1]);

        Assert.Equal([StepOutcome.Tied], outcomes.AsEnumerable());
        Assert.Equal(before.Parameters.AsEnumerable(), pool.State.Steps[0].Parameters);
        Assert.Equal((0.0, 1.0), (pool.Steps[0].Gamma, pool.Steps[0].Delta));
        Assert.Equal(1, pool.Round);
    }

    [Fact]
    public void A_step_is_left_out_where_hardly_any_weight_says_anything()
    {
        // the second distribution stands far from the first: what the first drew weighs nothing to it, and its own two
        // samples are the same architecture
        var pool = Pool([new WeightedComplexity(Costs, 0), new WeightedComplexity(Costs, 0)], new PoolOptions { LeastSignal = 0.3 });
        ArchitectureSample one = Sample(0, 0, 0), other = Sample(3, 2, 4);
        Assert.True(MoveTo(pool, 1, one));
        var batch = new PoolBatch(pool.Round, [other, Sample(2, 2, 3), one, one], [[1, 1, 1e-9, 1e-9], [1e-9, 1e-9, 2, 2]], [2, 2]);

        Assert.Equal([StepOutcome.Taken, StepOutcome.Negligible], pool.Update(batch, [1, 2, 3, 3]).AsEnumerable());
    }

    [Fact]
    public void A_kept_state_goes_on_as_if_nothing_had_happened()
    {
        DesignVariable[] variables = [.. Three, new IntegerVariable("depth", 1, 6)];
        var costs = CostsOf(variables);
        ImportanceSampledPool New() => new(variables, costs,
            [new WeightedComplexity(costs, 0.1), new TargetComplexity(new ExistingSizes(costs), 60, new TargetOptions())],
            new PoolOptions { SamplesPerDistribution = 4 });
        var whole = New();
        Advance(whole, 0, 40);
        var kept = JsonSerializer.Deserialize<PoolState>(JsonSerializer.Serialize(whole.State))!;
        var resumed = New();
        resumed.Restore(kept);
        Advance(whole, 40, 80);
        Advance(resumed, 40, 80);

        Assert.Equal(JsonSerializer.Serialize(whole.State), JsonSerializer.Serialize(resumed.State));
        Assert.NotEqual(1, resumed.Objectives[1].Coefficient);

        static void Advance(ImportanceSampledPool pool, int from, int to)
        {
            for (var round = from; round < to; round++)
            {
                var batch = pool.Draw(new RandomSource(5).Fork("draw", round));
                pool.Update(batch, [.. batch.Samples.Select(Loss)]);
            }
        }
    }

    [Fact]
    public void A_state_of_something_else_is_refused()
    {
        var pool = Pool([new WeightedComplexity(Costs, 0.5)]);
        var state = pool.State;
        var step = state.Steps[0];
        PoolState[] wrong =
        [
            state with { Round = -1 }, state with { Steps = [] }, state with { Coefficients = [0.4] },
            state with { Steps = [step with { Parameters = step.Parameters.RemoveAt(0) }] },
            state with { Steps = [step with { Parameters = step.Parameters.SetItem(0, double.NaN) }] },
            state with { Steps = [step with { Parameters = step.Parameters.SetItem(0, 0.5) }] },
            state with { Steps = [step with { Path = step.Path.Add(0) }] },
            state with { Steps = [step with { Path = step.Path.SetItem(0, double.PositiveInfinity) }] },
            state with { Steps = [step with { Gamma = 1.5 }] }, state with { Steps = [step with { Delta = 0 }] },
        ];
        Assert.All(wrong, other => Assert.Throws<ArgumentException>(() => pool.Restore(other)));
    }

    [Fact]
    public void A_batch_serves_one_update_and_every_loss_must_be_a_number()
    {
        var pool = Pool([new WeightedComplexity(Costs, 0)]);
        var batch = pool.Draw(new RandomSource(1));
        Assert.Throws<ArgumentException>(() => pool.Update(batch, [1]));
        Assert.Throws<ArgumentException>(() => pool.Update(batch, [1, double.NaN]));
        pool.Update(batch, [1, double.PositiveInfinity]);
        Assert.Throws<InvalidOperationException>(() => pool.Update(batch, [1, 2]));
    }

    [Fact]
    public void One_category_one_sample_and_no_coefficient_are_no_trouble()
    {
        DesignVariable[] nothing = [new CategoricalVariable("a", 1), new IntegerVariable("n", 3, 3)];
        var costs = CostsOf(nothing);
        var pool = new ImportanceSampledPool(
            nothing, costs, [new WeightedComplexity(costs, 0)], new PoolOptions { SamplesPerDistribution = 1 });
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal([StepOutcome.Tied], pool.Update(pool.Draw(new RandomSource(round)), [round]).AsEnumerable());
        }

        Assert.Equal([0, 0], pool.Steps[0].Distribution.Mode.AsEnumerable());
        Assert.Equal(0, pool.Steps[0].Distribution.Entropy, 1e-12);
        Assert.Equal(1, pool.Steps[0].Distribution.Decidedness);
    }

    [Fact]
    public void A_pool_needs_objectives_about_its_variables()
    {
        Assert.Throws<ArgumentException>(() => Pool([]));
        Assert.Throws<ArgumentException>(() => new ImportanceSampledPool(
            Three[..2], Costs, [new WeightedComplexity(Costs, 0)], new PoolOptions()));
        Assert.Throws<ArgumentException>(() => Pool(
            [new WeightedComplexity(Costs, 0)], new PoolOptions { SamplesPerDistribution = 0 }));
    }

    private static ImportanceSampledPool Pool(ComplexityObjective[] objectives, PoolOptions? options = null)
        => new(Three, Costs, objectives, options ?? new PoolOptions());

    private static ComplexityTable CostsOf(DesignVariable[] variables) => new(
        variables.Select((variable, j) => Enumerable.Range(0, variable.Choices).Select(a => 10.0 * (j + 1) * a).ToImmutableArray()), 5);

    /// <summary>Larger choices are better, with less and less gain.</summary>
    private static double Loss(ArchitectureSample sample) => sample.Choices.Sum(choice => 1.0 / (1 + choice));

    private static ImmutableArray<int> Best(double coefficient)
        => (from a in Enumerable.Range(0, 4)
            from b in Enumerable.Range(0, 3)
            from c in Enumerable.Range(0, 5)
            let sample = Sample(a, b, c)
            orderby Loss(sample) + coefficient * Costs.Normalise(Costs.Of(sample.Choices))
            select sample.Choices).First();

    private static ArchitectureSample Sample(params int[] choices) => new([.. choices], [.. choices.Select(choice => (double)choice)]);

    private static bool MoveTo(ImportanceSampledPool pool, int k, ArchitectureSample sample)
    {
        for (var i = 0; i < 50; i++)
        {
            pool.Steps[k].Step([sample], [1]);
        }

        return pool.Steps[k].Distribution.Mode.SequenceEqual(sample.Choices);
    }
}
