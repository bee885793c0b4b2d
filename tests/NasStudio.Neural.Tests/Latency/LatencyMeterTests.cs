using NasStudio.Neural.Latency;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Latency;

public sealed class LatencyMeterTests
{
    [Fact]
    public void The_median_is_what_the_network_takes()
    {
        using var image = zeros(1, 1, 8, 8);
        using var network = new Sleeper(milliseconds: 4);

        var latency = LatencyMeter.Measure(network, image, samples: 15, CancellationToken.None);

        Assert.InRange(latency.MedianMs, 4, 60);
        Assert.True(latency.LowerQuartileMs <= latency.MedianMs && latency.MedianMs <= latency.UpperQuartileMs);
        Assert.Equal((15, 1, "cpu"), (latency.Samples, latency.Threads, latency.Device));
    }

    [Fact]
    public void It_warms_up_and_runs_one_image_in_evaluation_mode_without_gradients()
    {
        using var image = zeros(1, 1, 8, 8);
        using var network = new Sleeper(milliseconds: 0);
        network.train();

        LatencyMeter.Measure(network, image, samples: 7, CancellationToken.None);

        Assert.Equal(10 + 7, network.Calls);
        Assert.False(network.SawTraining);
        Assert.False(network.SawGradients);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void It_can_be_cancelled_between_two_runs()
    {
        using var image = zeros(1, 1, 8, 8);
        using var source = new CancellationTokenSource();
        using var network = new Sleeper(milliseconds: 0) { Then = calls => { if (calls == 5) source.Cancel(); } };

        Assert.ThrowsAny<OperationCanceledException>(() => LatencyMeter.Measure(network, image, samples: 1_000,
            source.Token));
        Assert.Equal(5, network.Calls);
    }

    [Theory]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.75, 3.25)]
    [InlineData(1, 4)]
    public void Quantiles_lie_between_their_neighbours(double share, double expected)
        => Assert.Equal(expected, LatencyMeter.Quantile([1, 2, 3, 4], share), 12);

    private sealed class Sleeper(int milliseconds) : nn.Module<Tensor, Tensor>("sleeper")
    {
        public int Calls { get; private set; }

        public bool SawTraining { get; private set; }

        public bool SawGradients { get; private set; }

        public Action<int> Then { get; init; } = _ => { };

        public override Tensor forward(Tensor input)
        {
            Calls++;
            SawTraining |= training;
            SawGradients |= is_grad_enabled() && !is_inference_mode_enabled();
            Thread.Sleep(milliseconds);
            Then(Calls);
            return input.alias();
        }
    }
}
