using System.Collections.Immutable;
using NasStudio.Core.Fronts;
using NasStudio.Core.Objectives;

namespace NasStudio.Runs.Comparisons;

/// <summary>
/// The box in which hypervolumes of all runs are measured: from the best values that any run found to one common reference
/// point, a tenth of their range beyond the worst values on the front of all runs together.
/// </summary>
/// <remarks>A reference a little beyond the nadir: Ishibuchi, Imada, Setoguchi and Nojima, "How to Specify a Reference Point in
/// Hypervolume Calculation for Fair Performance Comparison", Evolutionary Computation 26(3), 2018.</remarks>
public sealed class HypervolumeBox
{
    private const double Beyond = 0.1;
    private readonly double[] _ideal, _reference;

    private HypervolumeBox(double[] ideal, double[] reference, Problem problem)
    {
        (_ideal, _reference, Key) = (ideal, reference, [.. ideal, .. reference]);
        Reference = [.. problem.Objectives.Select((o, i) => (o.Direction == Direction.Minimize ? 1 : -1) * reference[i])];
    }

    /// <summary>The reference point, in the objectives' own units and directions.</summary>
    public ImmutableArray<double> Reference { get; }

    internal ImmutableArray<double> Key { get; }

    /// <summary>The box of these runs; null with fewer than two objectives or before anything feasible was found.</summary>
    public static HypervolumeBox? Of(Problem problem, IEnumerable<ComparedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.Objectives.Length < 2)
        {
            return null;
        }

        double[][] front = [.. ParetoFront.Of(problem, runs.SelectMany(run => run.Front)).Select(problem.Minimised)];
        if (front.Length == 0)
        {
            return null;
        }

        var d = problem.Objectives.Length;
        double[] ideal = [.. Enumerable.Range(0, d).Select(i => front.Min(point => point[i]))];
        double[] nadir = [.. Enumerable.Range(0, d).Select(i => front.Max(point => point[i]))];
        return new HypervolumeBox(ideal, [.. Enumerable.Range(0, d).Select(i => nadir[i] + Beyond * Range(ideal[i], nadir[i]))], problem);
    }

    /// <summary>The share of the box that points dominate, in [0, 1].</summary>
    /// <param name="points">Minimised objective values. // (n, d)</param>
    public double Share(IReadOnlyList<double[]> points)
        => Hypervolume.Of(points, _reference)
            / _ideal.Zip(_reference).Aggregate(1.0, (volume, side) => volume * (side.Second - side.First));

    // A front of one value has no range: the value itself stands in, and one where that is zero.
    private static double Range(double ideal, double nadir)
        => nadir > ideal ? nadir - ideal : nadir != 0 ? Math.Abs(nadir) : 1;
}
