namespace NasStudio.Core.Objectives;

/// <summary>A metric to make as large or as small as possible.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Direction">Which way is better.</param>
public sealed record Objective(string Metric, Direction Direction);

/// <summary>Bounds that a metric has to keep; at least one is given.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Min">Smallest allowed value, inclusive; null for none.</param>
/// <param name="Max">Largest allowed value, inclusive; null for none.</param>
public sealed record Constraint(string Metric, double? Min = null, double? Max = null)
{
    /// <summary>By how much the value breaks the bounds, in the metric's unit; 0 when it keeps them; NaN counts as
    /// broken.</summary>
    public double Violation(double value)
        => double.IsNaN(value) ? double.PositiveInfinity : Math.Max(0, Math.Max(Min - value ?? 0, value - Max ?? 0));
}
