using System.Collections.Immutable;

namespace NasStudio.Core.Trials;

/// <summary>What a strategy shows of one round: what it learned, where it looks. Pictures and numbers for people; no
/// search reads it.</summary>
/// <param name="Numbers">Losses, shares, counts.</param>
/// <param name="Maps">Probabilities and weights.</param>
public sealed record RoundInsight(ImmutableArray<InsightNumber> Numbers, ImmutableArray<HeatMap> Maps)
{
    /// <summary>The distributions over architectures of a search that shares weights; empty for other methods.</summary>
    public ImmutableArray<DistributionInsight> Distributions { get; init; } = [];

    /// <summary>What its user should look at now, in words: a search that collapses, for instance.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>What a search that shares weights has computed until then; null for other methods.</summary>
    public NetworkPasses? Passes { get; init; }
}

/// <summary>Passes through a network: one of an architecture on one batch of images each.</summary>
/// <param name="Forward">Forward passes, those that a backward pass followed among them.</param>
/// <param name="Backward">Backward passes.</param>
public sealed record NetworkPasses(long Forward, long Backward);

/// <summary>A distribution over architectures, as it stands after a round.</summary>
/// <param name="Name">The same in every round; the map of this name shows its probabilities, a row for each
/// variable.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Coefficient">How much complexity weighs in its objective; null where it has no such weight.</param>
/// <param name="Target">The size it aims at, in the unit of its complexity; null where it aims at none.</param>
/// <param name="Mode">Its likeliest architecture.</param>
public sealed record DistributionInsight(
    string Name, string Title, double? Coefficient, double? Target, ModeInsight Mode);

/// <summary>The likeliest architecture of a distribution.</summary>
/// <param name="Architecture">Its native string.</param>
/// <param name="Values">What is known of it, by the names of the evaluator's metrics: its size, and what it reaches with
/// the weights of the supernet, which is not what it reaches when it is trained by itself.</param>
public sealed record ModeInsight(string Architecture, ImmutableSortedDictionary<string, double> Values);

/// <summary>A number of a round, drawn over all rounds.</summary>
/// <param name="Name">The same in every round.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Unit">Unit; empty for a pure number. Numbers of one unit share a chart.</param>
/// <param name="Value">Its value; finite.</param>
public sealed record InsightNumber(string Name, string Title, string Unit, double Value);

/// <summary>A table of numbers that colours show.</summary>
/// <param name="Name">The same in every round.</param>
/// <param name="Title">Name for people.</param>
/// <param name="RowTitle">What a row is.</param>
/// <param name="ColumnTitle">What a column is.</param>
/// <param name="Rows">Names of the rows. // (R)</param>
/// <param name="Columns">Names of the columns. // (C)</param>
/// <param name="Values">Row by row, in [0, 1]; null where there is nothing. // (R C)</param>
public sealed record HeatMap(
    string Name, string Title, string RowTitle, string ColumnTitle, ImmutableArray<string> Rows,
    ImmutableArray<string> Columns, ImmutableArray<double?> Values);
