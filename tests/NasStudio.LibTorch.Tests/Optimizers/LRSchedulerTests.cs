using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace NasStudio.LibTorch.Tests.Optimizers;

public sealed class LRSchedulerTests
{
    private static double[] Rates(Func<SGD, LRScheduler> make, int epochs, double start = 0.8)
    {
        using var w = nn.Parameter(zeros(1));
        using var optimizer = optim.SGD([w], start, momentum: 0.9);
        var schedule = make(optimizer);
        var rates = new double[epochs];
        for (var t = 0; t < epochs; t++)
        {
            rates[t] = optimizer.ParamGroups.Single().LearningRate;
            Assert.Equal(rates[t], schedule.get_last_lr().Single());
            if (t < epochs - 1) schedule.step();
        }
        return rates;
    }

    private static void AssertFollows(Func<int, double> expected, double[] rates)
    {
        for (var t = 0; t < rates.Length; t++) Assert.Equal(expected(t), rates[t], 1e-12);
    }

    [Fact]
    public void Cosine_annealing_is_half_a_cosine_and_back() =>
        AssertFollows(t => 0.1 + 0.7 * (1 + Math.Cos(Math.PI * t / 5)) / 2, Rates(o => CosineAnnealingLR(o, 5, 0.1), 11));

    [Fact]
    public void Step_multiplies_every_few_epochs() =>
        AssertFollows(t => 0.8 * Math.Pow(0.5, t / 3), Rates(o => StepLR(o, 3, 0.5), 10));

    [Fact]
    public void Multi_step_multiplies_at_its_milestones() =>
        AssertFollows(t => 0.8 * (t < 2 ? 1 : t < 5 ? 0.1 : 0.01), Rates(o => MultiStepLR(o, [2, 5]), 8));

    [Fact]
    public void Exponential_multiplies_every_epoch() =>
        AssertFollows(t => 0.8 * Math.Pow(0.9, t), Rates(o => ExponentialLR(o, 0.9), 6));

    [Fact]
    public void Lambda_multiplies_the_initial_rate() =>
        AssertFollows(t => 0.8 / (1 + t), Rates(o => LambdaLR(o, t => 1.0 / (1 + t)), 6));

    [Fact]
    public void One_cycle_climbs_and_falls()
    {
        var rates = Rates(o => OneCycleLR(o, max_lr: 1, total_steps: 10, pct_start: 0.3, div_factor: 10, final_div_factor: 100), 10);
        AssertFollows(
            t => t <= 2 ? 1 + (0.1 - 1) / 2 * (1 + Math.Cos(Math.PI * t / 2))
                : 0.001 + (1 - 0.001) / 2 * (1 + Math.Cos(Math.PI * (t - 2) / 7)),
            rates);
    }

    [Fact]
    public void One_cycle_moves_the_momentum_the_other_way_and_ends()
    {
        using var w = nn.Parameter(zeros(1));
        using var optimizer = optim.AdamW([w]);
        var schedule = OneCycleLR(optimizer, 1, total_steps: 4, pct_start: 0.5, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear);
        var group = (optim.IBetas)optimizer.ParamGroups.Single();
        Assert.Equal(0.95, group.Betas.Item1, 1e-12);
        schedule.step();
        Assert.Equal(0.85, group.Betas.Item1, 1e-12);
        schedule.step();
        schedule.step();
        Assert.Equal(0.95, group.Betas.Item1, 1e-12);
        Assert.Throws<InvalidOperationException>(schedule.step);
    }
}
