using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NasStudio.Benchmarks;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Objectives;

namespace NasStudio.Runs.Benchmarks;

/// <summary>A benchmark of the shelf.</summary>
/// <param name="Name">Its name in experiment files and on the command line.</param>
/// <param name="Title">Name for people; its name where its file is damaged.</param>
/// <param name="Space">Kind of its space; null, like all that is unknown, when its file is damaged.</param>
/// <param name="Rows">How many architectures it has.</param>
/// <param name="Classes">How many isomorphism classes they are of.</param>
/// <param name="SharesIsomorphs">Whether isomorphic cells share the value of the first row of their class, unless an
/// experiment asks otherwise.</param>
/// <param name="Origin">Where the numbers come from; may be empty.</param>
/// <param name="Licence">Licence of the numbers; may be empty.</param>
/// <param name="Notes">Whatever else it says of itself.</param>
/// <param name="ImportedAt">When it was imported.</param>
/// <param name="Columns">Its metrics with what is known of their values.</param>
/// <param name="Problem">What is wrong with its file; null when nothing is.</param>
public sealed record BenchmarkView(
    string Name, string Title, string? Space, int Rows, int Classes, bool SharesIsomorphs, string Origin, string Licence,
    ImmutableArray<string> Notes, DateTimeOffset? ImportedAt, ImmutableArray<BenchmarkColumnView> Columns, string? Problem)
{
    internal static BenchmarkView Of(string name, BenchmarkFacts facts) => new(
        name, facts.Title, facts.Space, facts.Rows, facts.Classes, facts.Isomorphic == IsomorphicCells.Share, facts.Origin,
        facts.Licence, facts.Notes, facts.ImportedAt,
        [
            .. facts.Columns.Select(column => new BenchmarkColumnView(
                column.Metric, column.Min, column.Max, column.Missing, column.Reliability, column.ShowsRegret)),
        ],
        null);

    internal static BenchmarkView Damaged(string name, string problem)
        => new(name, name, null, 0, 0, false, "", "", [], null, [], problem);
}

/// <summary>A metric of a benchmark and what is known of its values.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Min">Smallest value; null where every one is missing.</param>
/// <param name="Max">Largest value; null where every one is missing.</param>
/// <param name="Missing">How many architectures have none.</param>
/// <param name="Reliability">Seed-to-seed rank correlation of its values; null where nobody states it.</param>
/// <param name="ShowsRegret">Whether regret to the best value means something: reliability is at least 0.8, or not
/// stated.</param>
public sealed record BenchmarkColumnView(
    Metric Metric, double? Min, double? Max, int Missing, double? Reliability, bool ShowsRegret)
{
    /// <summary>Name of the metric.</summary>
    [JsonIgnore]
    public string Name => Metric.Name;
}
