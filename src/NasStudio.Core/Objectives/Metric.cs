namespace NasStudio.Core.Objectives;

/// <summary>Which way a metric is better.</summary>
public enum Direction
{
    /// <summary>Smaller is better.</summary>
    Minimize,

    /// <summary>Larger is better.</summary>
    Maximize,
}

/// <summary>What a metric may be used for.</summary>
public enum MetricRole
{
    /// <summary>May be searched on.</summary>
    Validation,

    /// <summary>Reported for the architecture that validation chose; refused as an objective or constraint.</summary>
    Test,

    /// <summary>A cost (size, operations, time); may be searched on.</summary>
    Cost,
}

/// <summary>A number that an evaluator measures.</summary>
/// <param name="Name">Name in files, for instance "val_acc".</param>
/// <param name="Title">Name for people, for instance "Validation accuracy".</param>
/// <param name="Unit">Unit, for instance "%" or "ms"; empty for a pure number.</param>
/// <param name="Direction">Which way is better.</param>
/// <param name="Role">What it may be used for.</param>
/// <param name="IsDeterministic">Whether the same architecture and seed give the same number (false for measured
/// times).</param>
public sealed record Metric(
    string Name, string Title, string Unit, Direction Direction, MetricRole Role, bool IsDeterministic = true);
