using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Tables;

/// <summary>What a stored benchmark says of itself.</summary>
/// <param name="Title">Name for people.</param>
/// <param name="Space">Kind of its space.</param>
/// <param name="SpaceDefinition">The space's definition as JSON; null for a space that has no options.</param>
/// <param name="Origin">Where the numbers come from; may be empty.</param>
/// <param name="Licence">Licence of the numbers; may be empty.</param>
/// <param name="Isomorphic">What value isomorphic cells get unless an experiment asks otherwise.</param>
/// <param name="Fidelity">What the number behind a metric's name counts.</param>
/// <param name="Notes">Whatever else there is to say.</param>
/// <param name="Rows">How many architectures it has.</param>
/// <param name="Classes">How many isomorphism classes they are of.</param>
/// <param name="TextBytes">Bytes of all native strings.</param>
/// <param name="ImportedAt">When it was imported.</param>
/// <param name="Columns">Its metrics with what is known of their values, in order.</param>
public sealed record BenchmarkFacts(
    string Title, string Space, string? SpaceDefinition, string Origin, string Licence, IsomorphicCells Isomorphic,
    string Fidelity, ImmutableArray<string> Notes, int Rows, int Classes, long TextBytes, DateTimeOffset ImportedAt,
    ImmutableArray<BenchmarkColumn> Columns)
{
    /// <summary>The seed-to-seed rank correlation that a metric needs before regret on it means anything.</summary>
    public const double ReliableEnough = 0.8;

    /// <summary>Its metrics, in the order of its columns.</summary>
    [JsonIgnore]
    public ImmutableArray<Metric> Metrics => [.. Columns.Select(column => column.Metric)];

    /// <summary>The column of a metric; null where there is none.</summary>
    public BenchmarkColumn? Column(string metric) => Columns.FirstOrDefault(column => column.Metric.Name == metric);
}

/// <summary>A metric of a stored benchmark and what is known of its values.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Min">Smallest value; null where every one is missing.</param>
/// <param name="Max">Largest value; null where every one is missing.</param>
/// <param name="Missing">How many rows have none.</param>
/// <param name="Reliability">Seed-to-seed rank correlation of its values; null where nobody states it.</param>
public sealed record BenchmarkColumn(Metric Metric, double? Min, double? Max, int Missing, double? Reliability)
{
    /// <summary>Whether regret to the best value means something: the values are reliable, or nobody says that they are
    /// not.</summary>
    [JsonIgnore]
    public bool ShowsRegret => Reliability is null or >= BenchmarkFacts.ReliableEnough;
}
