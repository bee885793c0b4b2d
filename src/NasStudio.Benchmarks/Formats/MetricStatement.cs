using System.Globalization;
using NasStudio.Core.Objectives;

namespace NasStudio.Benchmarks.Formats;

/// <summary>What somebody states of a metric; what is null keeps what its name suggests.</summary>
/// <param name="Column">The column, as the file spells it.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Unit">Unit; "fraction" for accuracies in [0, 1], which are stored in percent.</param>
/// <param name="Direction">Which way is better.</param>
/// <param name="Role">What it may be used for.</param>
public sealed record MetricStatement(
    string Column, string? Title = null, string? Unit = null, Direction? Direction = null, MetricRole? Role = null)
{
    /// <summary>The unit of shares that are to be stored in percent.</summary>
    public const string Share = "fraction";

    private const string Form =
        "name: unit %, maximize or minimize, validation or test or cost, title \"...\" (each may be left out)";

    /// <summary>Reads <c>val_acc_200: unit %, maximize, validation, title "Validation accuracy"</c>.</summary>
    /// <exception cref="BenchmarkException">It is of another form.</exception>
    public static MetricStatement Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
        {
            throw new BenchmarkException($"'{text}' says nothing of a metric; the form is {Form}.");
        }

        var statement = new MetricStatement(text[..colon].Trim());
        return Parts(text[(colon + 1)..]).Aggregate(statement, (all, part) => part.Split(' ', 2) switch
        {
            ["minimize"] => all with { Direction = Core.Objectives.Direction.Minimize },
            ["maximize"] => all with { Direction = Core.Objectives.Direction.Maximize },
            ["validation"] => all with { Role = MetricRole.Validation },
            ["test"] => all with { Role = MetricRole.Test },
            ["cost"] => all with { Role = MetricRole.Cost },
            ["unit", var unit] => all with { Unit = unit.Trim().Trim('"') },
            ["title", var title] => all with { Title = title.Trim().Trim('"') },
            _ => throw new BenchmarkException($"'{part}' says nothing of the metric '{all.Column}'; the form is {Form}."),
        });
    }

    /// <summary>The parts between commas; a comma within quotation marks parts nothing.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var (from, isQuoted) = (0, false);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || text[at] == ',' && !isQuoted)
            {
                if (text[from..at].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }

                from = at + 1;
            }
            else if (text[at] == '"')
            {
                isQuoted = !isQuoted;
            }
        }
    }

    /// <summary>The metric that a column holds: as stated, else as its name suggests.</summary>
    public Metric Metric(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = name.Split('_');
        bool Has(params string[] any) => words.Any(word => any.Contains(word, StringComparer.Ordinal));
        var isAccuracy = Has("acc", "accuracy");
        var unit = Unit == Share ? "%" : Unit ?? (isAccuracy ? "%"
            : words[^1] is "ms" or "us" or "s" or "mj" or "mb" ? words[^1] switch { "mj" => "mJ", "mb" => "MB", var u => u }
            : Has("seconds") ? "s" : "");
        var isCost = Has("params", "flops", "macs", "latency", "energy", "seconds", "memory", "ms", "us", "s", "mj", "mb");
        var isBetterSmall = isCost || Has("loss", "error", "perplexity", "ppl", "std");
        return new Metric(
            name, Title ?? TitleOf(words), unit,
            Direction ?? (isBetterSmall ? Core.Objectives.Direction.Minimize : Core.Objectives.Direction.Maximize),
            Role ?? (Has("test") ? MetricRole.Test : isCost ? MetricRole.Cost : MetricRole.Validation));
    }

    /// <summary>"val", "acc", "200" become "Validation accuracy (200)".</summary>
    private static string TitleOf(string[] words)
    {
        var spoken = words.Select((word, i) => word switch
        {
            "val" or "valid" => "validation",
            "acc" => "accuracy",
            "params" => "parameters",
            "num" when i == 0 => "number of",
            "flops" or "macs" => "multiply-accumulates",
            "ms" or "us" or "s" or "mj" or "mb" when i > 0 && i == words.Length - 1 => "",
            _ when i > 0 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _) => $"({word})",
            _ => word,
        }).Where(word => word.Length > 0);
        var title = string.Join(' ', spoken);
        return title.Length == 0 ? words[0] : char.ToUpperInvariant(title[0]) + title[1..];
    }
}
