using System.Diagnostics;
using static TorchSharp.torch;

namespace NasStudio.Neural.Latency;

/// <summary>How long a network takes for one image.</summary>
/// <param name="MedianMs">Median over the samples, in milliseconds.</param>
/// <param name="LowerQuartileMs">A quarter of the samples took no longer.</param>
/// <param name="UpperQuartileMs">Three quarters of the samples took no longer.</param>
/// <param name="Samples">How many were taken, after the warm-up.</param>
/// <param name="Threads">Threads of libtorch within the network.</param>
/// <param name="Device">Where it ran.</param>
public sealed record LatencyMeasurement(
    double MedianMs, double LowerQuartileMs, double UpperQuartileMs, int Samples, int Threads, string Device)
{
    /// <summary>Spread of the middle half of the samples, in milliseconds.</summary>
    public double QuartileSpreadMs => UpperQuartileMs - LowerQuartileMs;
}

/// <summary>
/// Measures latency: one image, evaluation mode, one thread. The caller sees to it that nothing runs beside it.
/// </summary>
public static class LatencyMeter
{
    private const int MinWarmUp = 10;

    /// <summary>
    /// Runs the network again and again, first to warm up (a tenth of the samples, at least 10), then against the
    /// clock.
    /// </summary>
    /// <param name="network">Images to logits, on the image's device; left in evaluation mode.</param>
    /// <param name="image">One image. // (1, C, H, W)</param>
    /// <param name="samples">How many times the clock is read; at least 1.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    public static LatencyMeasurement Measure(
        nn.Module<Tensor, Tensor> network, Tensor image, int samples, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        set_num_threads(1);
        network.eval();
        using var inference = inference_mode();
        var milliseconds = new double[samples];
        for (var i = -WarmUp(samples); i < samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            network.call(image).cpu();                                // waits for the device; nothing to do on the CPU
            if (i >= 0) milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(milliseconds);
        return new LatencyMeasurement(
            Quantile(milliseconds, 0.5), Quantile(milliseconds, 0.25), Quantile(milliseconds, 0.75), samples,
                get_num_threads(),
            image.device.ToString());
    }

    /// <summary>Runs before the clock is read: a tenth of the samples, at least 10.</summary>
    public static int WarmUp(int samples) => Math.Max(MinWarmUp, samples / 10);

    /// <summary>Quantile of sorted values, linear between neighbours (Hyndman and Fan 1996, definition 7).</summary>
    public static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
