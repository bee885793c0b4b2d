namespace NasStudio.Web.Cells;

/// <summary>How an operation is shown: a short name for people and one colour wherever it appears.</summary>
/// <param name="Label">Its label in the graph, for instance "nor_conv_3x3".</param>
/// <param name="Title">For people, for instance "3×3 conv".</param>
/// <param name="Color">Name of its colour in the palette (studio.css), for instance "op-conv3".</param>
public sealed record Operation(string Label, string Title, string Color)
{
    private static readonly string[] Spare = ["op-other1", "op-other2", "op-other3"];

    /// <summary>Labels that carry nothing: the connection is not there.</summary>
    public static bool IsAbsent(string label) => label is "none" or "zero" or "zeroize";

    /// <summary>How a label is shown.</summary>
    public static Operation Of(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var title = label.ToLowerInvariant()
            .Replace("nor_", "", StringComparison.Ordinal).Replace("-bn-relu", "", StringComparison.Ordinal)
            .Replace("skip_connect", "skip", StringComparison.Ordinal).Replace("identity", "skip", StringComparison.Ordinal)
            .Replace('_', ' ').Replace('-', ' ');
        foreach (var size in (string[])["1x1", "3x3", "5x5", "7x7"])
        {
            if (title.Contains(size, StringComparison.Ordinal))
            {
                title = $"{size.Replace('x', '×')} {title.Replace(size, "", StringComparison.Ordinal)}";
            }
        }

        return new(label, string.Join(' ', title.Split(' ', StringSplitOptions.RemoveEmptyEntries)), ColorOf(label));
    }

    private static string ColorOf(string label) => label.ToLowerInvariant() switch
    {
        var l when IsAbsent(l) => "op-none",
        "input" or "output" => "op-end",
        var l when l.StartsWith("input", StringComparison.Ordinal) => "op-end",
        var l when l.Contains("skip", StringComparison.Ordinal) || l.Contains("identity", StringComparison.Ordinal) => "op-skip",
        var l when l.Contains("pool", StringComparison.Ordinal) => l.Contains("max", StringComparison.Ordinal) ? "op-other1" : "op-pool",
        var l when l.Contains("conv", StringComparison.Ordinal) && l.Contains("1x1", StringComparison.Ordinal) => "op-conv1",
        var l when l.Contains("conv", StringComparison.Ordinal) && l.Contains("3x3", StringComparison.Ordinal) => "op-conv3",
        var l => Spare[l.Sum(c => c) % Spare.Length],
    };
}
