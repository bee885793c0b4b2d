using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class RandomTests
{
    [Fact]
    public void A_seed_determines_the_draws_and_the_global_generator_is_left_alone()
    {
        using var global = Generator.Default;
        var state = global.get_state();
        using var a = new Generator(42);
        using var b = new Generator().manual_seed(42);
        Assert.True(randn([5], generator: a).equal(randn([5], generator: b)));
        Assert.True(rand(2, 2, generator: a).equal(rand(2, 2, generator: b)));
        Assert.True(randint(10, [6], generator: a).equal(randint(10, [6], generator: b)));
        Assert.True(randperm(8, generator: a).equal(randperm(8, generator: b)));
        Assert.True(full([9], 0.5).bernoulli(a).equal(full([9], 0.5).bernoulli(b)));
        Assert.True(ones(4).multinomial(3, generator: a).equal(ones(4).multinomial(3, generator: b)));
        Assert.True(zeros(3).normal_(1, 2, a).equal(zeros(3).normal_(1, 2, b)));
        Assert.True(zeros(3).uniform_(1, 2, a).equal(zeros(3).uniform_(1, 2, b)));
        Assert.False(randn([5], generator: a).equal(randn([5], generator: new Generator(43))));
        Assert.Equal(42, a.initial_seed());
        Assert.True(global.get_state().equal(state));
    }

    [Fact]
    public void A_saved_state_repeats_the_draws_that_followed_it()
    {
        using var generator = new Generator(7);
        randn([3], generator: generator);
        var state = generator.get_state();
        var first = randn([100], generator: generator);
        generator.set_state(state);
        Assert.True(first.equal(randn([100], generator: generator)));
    }

    [Fact]
    public void Draws_follow_their_distributions()
    {
        using var g = new Generator(1);
        const int n = 20_000;                                   // four standard errors below
        var normal = randn([n], float64, generator: g);
        Assert.InRange(normal.mean().ToDouble(), -4 / Math.Sqrt(n), 4 / Math.Sqrt(n));
        Assert.InRange(normal.std().ToDouble(), 1 - 4 / Math.Sqrt(2.0 * n), 1 + 4 / Math.Sqrt(2.0 * n));
        var uniform = zeros([n], float64).uniform_(2, 4, g);
        Assert.InRange(uniform.mean().ToDouble(), 3 - 4 * 2 / Math.Sqrt(12.0 * n), 3 + 4 * 2 / Math.Sqrt(12.0 * n));
        Assert.True((uniform >= 2).all().ToBoolean() && (uniform < 4).all().ToBoolean());
        Assert.InRange(full([n], 0.3, float64).bernoulli(g).mean().ToDouble(), 0.3 - 4 * 0.46 / Math.Sqrt(n), 0.3 + 4 * 0.46 / Math.Sqrt(n));
        Assert.InRange(zeros([n], float64).exponential_(2, g).mean().ToDouble(), 0.5 - 2 / Math.Sqrt(n), 0.5 + 2 / Math.Sqrt(n));
        var integers = randint(3, 6, [n], generator: g);
        Assert.Equal([3.0, 4, 5], Check.Values(integers.unique().output));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (double)i), Check.Values(randperm(50, generator: g).sort().Values));
        var picks = tensor([0f, 3, 1]).multinomial(n, replacement: true, generator: g);
        Assert.InRange(picks.eq(1).to_type(float64).mean().ToDouble(), 0.75 - 4 * 0.433 / Math.Sqrt(n), 0.75 + 4 * 0.433 / Math.Sqrt(n));
        Assert.False(picks.eq(0).any().ToBoolean());
    }

    /// <summary>Gumbel noise, -log E for exponential E: Maddison et al. and Jang et al., ICLR 2017.</summary>
    [Fact]
    public void Gumbel_noise_draws_from_the_softmax_and_its_relaxation_has_gradients()
    {
        using var g = new Generator(2);
        const int n = 20_000;
        double[] logits = [0.5, -1, 1.2];
        var noise = -empty([n, 3], float64).exponential_(1, g).log();                       // (n, 3)
        var drawn = (tensor(logits) + noise).argmax(1);                                     // (n)
        var expected = Check.Values(softmax(tensor(logits), 0));
        for (var i = 0; i < logits.Length; i++)
        {
            var error = Math.Sqrt(expected[i] * (1 - expected[i]) / n);
            Assert.InRange(drawn.eq(i).to_type(float64).mean().ToDouble(), expected[i] - 4 * error, expected[i] + 4 * error);
        }

        var few = noise.narrow(0, 0, 4);
        var weights = tensor(new[] { 1.0, -2, 3 });
        Check.Gradients(x => softmax((x[0] + few) / 0.7, 1) * weights, logits);
    }
}
