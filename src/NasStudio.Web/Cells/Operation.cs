namespace NasStudio.Web.Cells;

/// <summary>How an operation is shown: a short name for people and one colour wherever it appears.</summary>
/// <param name="Label">Its label in the graph, for instance "nor_conv_3x3".</param>
/// <param name="Title">For people, for instance "3×3 conv".</param>
/// <param name="Color">Name of its colour in the palette (studio.css), for instance "op-conv3".</param>
public sealed record Operation(string Label, string Title, string Color)
{
    /// <summary>What parts a variable from its value in the labels of user-defined spaces.</summary>
    public const string Choice = " = ";

    private static readonly string[] Spare = ["op-other1", "op-other2", "op-other3"];

    /// <summary>Operations of recurrent cells.</summary>
    private static readonly Dictionary<string, (string Title, string Color)> Recurrent = new(StringComparer.Ordinal)
    {
        ["linear"] = ("linear", "op-conv3"),
        ["blend"] = ("blend", "op-dil3"),
        ["elementwise_sum"] = ("sum", "op-skip"),
        ["elementwise_prod"] = ("product", "op-max"),
        ["activation_tanh"] = ("tanh", "op-pool"),
        ["activation_sigm"] = ("sigmoid", "op-other3"),
        ["activation_leaky_relu"] = ("leaky ReLU", "op-dil5"),
    };

    /// <summary>Labels that carry nothing: the connection is not there.</summary>
    public static bool IsAbsent(string label) => label is "none" or "zero" or "zeroize";

    /// <summary>How a label is shown.</summary>
    public static Operation Of(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (Recurrent.TryGetValue(label, out var known))
        {
            return new(label, known.Title, known.Color);
        }

        if (label.Split(Choice, 2) is [_, var value])
        {
            return new(label, label, ColorOf(value));
        }

        if (label.Split(' ', 2) is ["input" or "output", var name])
        {
            return new(label, name.Replace('_', ' '), ColorOf(label));
        }

        var title = label.ToLowerInvariant()
            .Replace("nor_", "", StringComparison.Ordinal).Replace("maxpool", "max pool ", StringComparison.Ordinal)
            .Replace("-bn-relu", "", StringComparison.Ordinal)
            .Replace("skip_connect", "skip", StringComparison.Ordinal).Replace("identity", "skip", StringComparison.Ordinal)
            .Replace('_', ' ').Replace('-', ' ').Replace("/2", " /2", StringComparison.Ordinal);
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
        var l when l.StartsWith("input", StringComparison.Ordinal) || l.StartsWith("output", StringComparison.Ordinal) => "op-end",
        var l when Has(l, "skip") || Has(l, "identity") => "op-skip",
        var l when Has(l, "pool") => Has(l, "max") ? "op-max" : "op-pool",
        var l when Has(l, "dil") => Has(l, "5x5") ? "op-dil5" : "op-dil3",
        var l when Has(l, "conv") => Has(l, "1x1") ? "op-conv1" : Has(l, "5x5") || Has(l, "k5") ? "op-conv5" : "op-conv3",
        var l => Spare[l.Sum(c => c) % Spare.Length],
    };

    private static bool Has(string label, string part) => label.Contains(part, StringComparison.Ordinal);
}
