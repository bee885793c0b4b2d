using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Search.NasBowl;

namespace NasStudio.Search.Tests.NasBowl;

public sealed class ArchitectureProcessTests
{
    private static readonly NasBench201Space Space = new();

    [Fact]
    public void Drawn_functions_have_the_mean_and_the_spread_that_are_said()
    {
        var (process, _) = Learned(12, 6);
        var drawn = process.Draw(0, 4_000, new RandomSource(5));
        var (means, deviations) = (process.Means(0), process.Deviations(0));
        Assert.All(Enumerable.Range(0, 6), c =>
        {
            double[] values = [.. drawn.Select(function => function[c])];
            Assert.Equal(means[c], values.Average(), 4 * deviations[c] / Math.Sqrt(values.Length));
            Assert.Equal(1, Math.Sqrt(values.Average(v => (v - means[c]) * (v - means[c]))) / deviations[c], 0.06);
        });
        Assert.Equal(drawn[3], process.Draw(0, 4, new RandomSource(5))[3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Improvements_are_what_drawn_measurements_improve_on_the_best_that_counts(int sign)
    {
        var random = new RandomSource(4);
        Architecture[] all = [.. Enumerable.Range(0, 60).Select(_ => Space.Sample(random)).Distinct()];
        double[] values = [.. all[..40].Select(a => 0.5 * Convolutions(a) - 1 + 0.5 * random.NextGaussian())];
        var process = ArchitectureProcess.Fit(Space, all[..40], [values], all[40..50], CancellationToken.None);
        bool[] counts = [.. values.Select(v => sign * v > -0.5)];          // the very best do not
        var best = values.Where((_, i) => counts[i]).Min(v => sign * v);
        var drawn = process.Draw(0, 20_000, new RandomSource(5));
        var improvements = process.Improvements(0, sign, counts);
        Assert.All(Enumerable.Range(0, 10), c =>
        {
            double[] gains = [.. drawn.Select(function => Math.Max(0, best - sign * function[c]))];
            Assert.Equal(gains.Average(), improvements[c], 4 * process.Deviations(0)[c] / Math.Sqrt(gains.Length));
        });
        Assert.Contains(improvements, gain => gain > 0.1);
    }

    [Fact]
    public void It_orders_architectures_it_has_not_seen()
    {
        var (process, asked) = Learned(80, 60);
        var (means, truth) = (process.Means(0), asked.Select(Convolutions).ToArray());
        var (most, fewest) = (truth.Max(), truth.Min());
        Assert.True(
            means.Where((_, c) => truth[c] >= most - 1).Average() > means.Where((_, c) => truth[c] <= fewest + 1).Average() + 1);
    }

    [Fact]
    public void A_sum_over_all_places_is_learned_though_some_operations_do_not_reach_the_output()
    {
        // as fast tables are made: each operation takes its time, whether or not it computes anything that is used
        var random = new RandomSource(3);
        Architecture[] all = [.. Enumerable.Range(0, 300).Select(_ => Space.Sample(random)).Distinct()];
        double[] values = [.. all.Select(a => Convolutions(a) + 0.5 * (a.Native.Split("pool").Length - 1) - 2.5)];
        var process = ArchitectureProcess.Fit(Space, all[..60], [values[..60]], all[60..], CancellationToken.None);
        Assert.All(process.Means(0).Zip(values[60..]), pair => Assert.Equal(pair.Second, pair.First, 0.1));
        Assert.All(process.Deviations(0), deviation => Assert.InRange(deviation, 0, 0.15));
    }

    private static (ArchitectureProcess Process, Architecture[] Asked) Learned(int known, int asked)
    {
        var random = new RandomSource(1);
        Architecture[] all = [.. Enumerable.Range(0, known + asked).Select(_ => Space.Sample(random)).Distinct()];
        double[] values = [.. all.Take(known).Select(Convolutions)];
        var (mean, deviation) = (values.Average(), Math.Sqrt(values.Average(v => v * v) - Math.Pow(values.Average(), 2)));
        Architecture[] others = [.. all.Skip(known).Take(asked)];
        return (
            ArchitectureProcess.Fit(
                Space, all[..known], [[.. values.Select(v => (v - mean) / deviation)]], others, CancellationToken.None), others);
    }

    private static double Convolutions(Architecture architecture) => architecture.Native.Split("conv").Length - 1;
}
