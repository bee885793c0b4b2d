using NasStudio.Search.GaussianProcesses;
using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.NasBowl;

/// <summary>
/// Gaussian processes on everything evaluated, one for each target. Keeps what does not depend on the targets: Grams,
/// their reduced forms, factors.
/// </summary>
/// <remarks>
/// Depth and noise are chosen anew in each round up to 300 architectures, then each time there are a tenth more; in
/// between, factors grow by rows. When they are chosen, and from which architectures, depends on their number alone, so
/// that a search that is resumed goes on equally.
/// </remarks>
internal sealed class BowlSurrogate(ArchitectureKernel kernel)
{
    private const int AlwaysUpTo = 300;
    private const double Growth = 1.1;
    private Dictionary<(int Depth, double Noise), Cholesky> _factors = [];
    private Dictionary<(int Depth, double Noise), Cholesky> _used = [];
    private KernelChoice? _choice;
    private int _chosenFrom;

    /// <summary>The kernel, which has learned everything evaluated.</summary>
    public ArchitectureKernel Kernel => kernel;

    /// <summary>Learns an evaluated architecture.</summary>
    public void Append(KernelPoint point) => kernel.Append(point);

    /// <summary>Begins a round: factors that the last one did not use are let go.</summary>
    public void BeginRound() => (_factors, _used) = (_used, []);

    /// <summary>The process of some targets, and the depth of its kernel.</summary>
    /// <param name="targets">Mean 0, deviation 1. // (n)</param>
    /// <param name="cancellation">Stops a long computation.</param>
    public (GramProcess Process, KernelSetting Setting) Learn(double[] targets, CancellationToken cancellation)
    {
        var setting = Choice(cancellation).Likeliest(Standardised(targets.AsSpan(0, _chosenFrom)));
        var key = (setting.Depth, setting.Noise);
        if (!_used.TryGetValue(key, out var factor))
        {
            double Entry(int i, int j) => kernel.Gram(setting.Depth, i, j) + (i == j ? setting.Noise : 0);
            factor = _factors.TryGetValue(key, out var earlier)
                ? earlier.Extended(Entry, targets.Length)
                : Cholesky.Of(Entry, targets.Length);
            _used.Add(key, factor);
        }

        return (new GramProcess(factor, setting.Noise, targets), setting);
    }

    private KernelChoice Choice(CancellationToken cancellation)
    {
        var from = ChosenFrom(kernel.Count);
        if (_choice is null || from != _chosenFrom)
        {
            (_choice, _chosenFrom) = (new KernelChoice(kernel, from, cancellation), from);
        }

        return _choice;
    }

    private static int ChosenFrom(int count)
    {
        if (count <= AlwaysUpTo)
        {
            return count;
        }

        var from = AlwaysUpTo;
        for (int next; (next = (int)(from * Growth)) <= count;)
        {
            from = next;
        }

        return from;
    }

    /// <summary>Values with mean 0 and deviation 1; all 0 where they are equal. // (n)</summary>
    public static double[] Standardised(ReadOnlySpan<double> values)
    {
        var standardised = values.ToArray();
        var mean = standardised.Average();
        var deviation = Math.Sqrt(standardised.Average(v => (v - mean) * (v - mean)));
        return Array.ConvertAll(standardised, v => deviation > 0 ? (v - mean) / deviation : 0);
    }
}
