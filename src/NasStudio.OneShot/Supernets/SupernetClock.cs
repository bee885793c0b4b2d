using System.Collections.Immutable;
using System.Diagnostics;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Latency;
using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>Adds up how long the layers of each variable take in a forward pass.</summary>
/// <remarks>What a layer contains that belongs to another variable (an operation within the choice of its inputs) counts for that
/// one alone.</remarks>
internal sealed class LayerClock(int variables)
{
    private double _within;

    /// <summary>Time of each variable since the last <see cref="Restart"/>, in milliseconds. // (variables)</summary>
    public double[] Milliseconds { get; private set; } = new double[variables];

    /// <summary>Begins a pass.</summary>
    public void Restart() => (Milliseconds, _within) = (new double[variables], 0);

    /// <summary>Computes a layer against the clock.</summary>
    public Tensor? Run(int variable, Func<Tensor?> compute)
    {
        var before = _within;
        _within = 0;
        var start = Stopwatch.GetTimestamp();
        var output = compute();
        Wait(output);
        var all = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Milliseconds[variable] += all - _within;
        _within = before + all;
        return output;
    }

    /// <summary>Devices work on after a call; one number of the output says that they are done.</summary>
    private static void Wait(Tensor? output)
    {
        if (output is null || output.device.type == DeviceType.CPU) return;
        using var one = output.flatten().slice(0, 0, 1, 1);
        one.cpu().Dispose();
    }
}

/// <summary>The clock of a real supernet: its layers in place, and the own networks of its architectures.</summary>
/// <param name="supernet">The supernet, on the device; left in evaluation mode.</param>
/// <param name="shape">Shape of its images.</param>
/// <param name="device">Where it runs.</param>
/// <param name="samples">Passes behind each median.</param>
internal sealed class SupernetClock(Supernet supernet, ImageShape shape, Device device, int samples) : ILatencyClock
{
    /// <inheritdoc/>
    public double[][] Layers(ImmutableArray<int> path, CancellationToken cancellation)
    {
        set_num_threads(1);
        supernet.Use(NormStatistics.Stored);
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var image = Image();
        var clock = new LayerClock(path.Length);
        Pick[] picks = [.. path.Select((category, variable) => new Pick(category) { Timing = (clock, variable) })];
        var passes = new double[samples][];
        for (var i = -LatencyMeter.WarmUp(samples); i < samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var pass = NewDisposeScope();
            clock.Restart();
            supernet.forward(image, picks);
            if (i >= 0) passes[i] = clock.Milliseconds;
        }

        return passes;
    }

    /// <inheritdoc/>
    public LatencyMeasurement Whole(ImmutableArray<int> path, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var network = supernet.Extract(path);
        network.to(device);
        return LatencyMeter.Measure(network, Image(), samples, cancellation);
    }

    /// <summary>One image, channels last as in training. // (1, C, H, W)</summary>
    private Tensor Image() => zeros([1, shape.Height, shape.Width, shape.Channels], device: device).permute(0, 3, 1, 2);
}
