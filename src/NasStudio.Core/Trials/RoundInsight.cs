using System.Collections.Immutable;

namespace NasStudio.Core.Trials;

/// <summary>What a strategy shows of one round: what it learned, where it looks. Pictures and numbers for people; no
/// search reads it.</summary>
/// <param name="Numbers">Losses, shares, counts.</param>
/// <param name="Maps">Probabilities and weights.</param>
public sealed record RoundInsight(ImmutableArray<InsightNumber> Numbers, ImmutableArray<HeatMap> Maps);

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
