using System.Collections.Immutable;
using System.Globalization;

namespace NasStudio.Benchmarks.Formats;

/// <summary>
/// What is said of a table: by the comment lines that head its file (<c># key: value</c>), or by whoever imports it.
/// </summary>
public sealed record TableStatements
{
    /// <summary>Kind of the space, or its definition as JSON; null where nothing is said, as everywhere here.</summary>
    public string? Space { get; init; }

    /// <summary>Name for people.</summary>
    public string? Title { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public string? Origin { get; init; }

    /// <summary>Licence of the numbers.</summary>
    public string? Licence { get; init; }

    /// <summary>The column that holds native strings; "architecture" by default.</summary>
    public string? Architecture { get; init; }

    /// <summary>Columns that are no metrics; "index" and "isomorphism_class" by default.</summary>
    public ImmutableArray<string>? Ignored { get; init; }

    /// <summary>What metrics are, by column.</summary>
    public ImmutableDictionary<string, MetricStatement> Metrics { get; init; } =
        ImmutableDictionary.Create<string, MetricStatement>(StringComparer.Ordinal);

    /// <summary>Seed-to-seed rank correlations, by column.</summary>
    public ImmutableDictionary<string, double> Reliability { get; init; } =
        ImmutableDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Whether isomorphic cells keep their own values or share one.</summary>
    public IsomorphicCells? Isomorphic { get; init; }

    /// <summary>Whether a row may lack a value.</summary>
    public bool? AllowsMissing { get; init; }

    /// <summary>Whether rows of one architecture are averaged.</summary>
    public bool? AveragesRepeats { get; init; }

    /// <summary>What the number behind a metric's name counts; "epochs" by default.</summary>
    public string? Fidelity { get; init; }

    /// <summary>Comment lines that say anything else.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>These statements, and what they leave open as the others say.</summary>
    public TableStatements Over(TableStatements others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new TableStatements
        {
            Space = Space ?? others.Space,
            Title = Title ?? others.Title,
            Origin = Origin ?? others.Origin,
            Licence = Licence ?? others.Licence,
            Architecture = Architecture ?? others.Architecture,
            Ignored = Ignored ?? others.Ignored,
            Metrics = others.Metrics.SetItems(Metrics),
            Reliability = others.Reliability.SetItems(Reliability),
            Isomorphic = Isomorphic ?? others.Isomorphic,
            AllowsMissing = AllowsMissing ?? others.AllowsMissing,
            AveragesRepeats = AveragesRepeats ?? others.AveragesRepeats,
            Fidelity = Fidelity ?? others.Fidelity,
            Notes = [.. others.Notes, .. Notes],
        };
    }

    /// <summary>These statements and what a comment line says.</summary>
    /// <param name="comment">The line without its '#'.</param>
    /// <exception cref="BenchmarkException">It begins like a statement, but is none.</exception>
    public TableStatements With(string comment)
    {
        ArgumentNullException.ThrowIfNull(comment);
        var text = comment.Trim();
        if (text.StartsWith("metric ", StringComparison.Ordinal))
        {
            var metric = MetricStatement.Parse(text["metric ".Length..]);
            return this with { Metrics = Metrics.SetItem(metric.Column, metric) };
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (key, value) = colon < 0 ? (text, "") : (text[..colon].Trim(), text[(colon + 1)..].Trim());
        if (key.StartsWith("reliability ", StringComparison.Ordinal) && colon > 0)
        {
            return this with { Reliability = Reliability.SetItem(key["reliability ".Length..].Trim(), Share(key, value)) };
        }

        return (value.Length == 0 ? "" : key) switch
        {
            "space" => this with { Space = value },
            "title" => this with { Title = value },
            "origin" => this with { Origin = value },
            "licence" or "license" => this with { Licence = value },
            "architecture" => this with { Architecture = value },
            "ignore" => this with { Ignored = Names(value) },
            "fidelity" => this with { Fidelity = value },
            "isomorphic" => this with
            {
                Isomorphic = value switch
                {
                    "own" => IsomorphicCells.Own,
                    "share" => IsomorphicCells.Share,
                    _ => throw Wrong(key, value, "own or share"),
                },
            },
            "missing" => this with
            {
                AllowsMissing = value switch
                {
                    "allowed" => true,
                    "refused" => false,
                    _ => throw Wrong(key, value, "allowed or refused"),
                },
            },
            "repeats" => this with
            {
                AveragesRepeats = value switch
                {
                    "mean" => true,
                    "refused" => false,
                    _ => throw Wrong(key, value, "mean or refused"),
                },
            },
            _ => text.Length == 0 ? this : this with { Notes = Notes.Add(text) },
        };
    }

    /// <summary>Names separated by commas.</summary>
    public static ImmutableArray<string> Names(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    private static double Share(string key, string value)
        => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= -1 and <= 1
            ? share
            : throw Wrong(key, value, "a rank correlation from -1 to 1");

    private static BenchmarkException Wrong(string key, string value, string allowed)
        => new($"'{value}' is no value of '{key}'; allowed is {allowed}.");
}
