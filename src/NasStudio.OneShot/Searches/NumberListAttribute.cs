using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace NasStudio.OneShot.Searches;

/// <summary>A text that lists numbers, parted by commas, each at least 0.</summary>
/// <param name="least">Fewest numbers.</param>
/// <param name="most">Most numbers.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberListAttribute(int least, int most) : ValidationAttribute
{
    /// <summary>Fewest numbers.</summary>
    public int Least => least;

    /// <summary>Most numbers.</summary>
    public int Most => most;

    /// <summary>The numbers of a text; null where it does not list numbers that are at least 0.</summary>
    public static double[]? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var numbers = new List<double>();
        foreach (var part in text.Split(','))
        {
            if (!double.TryParse(part.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || !double.IsFinite(number) || number < 0)
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value)
        => value is string text && Parse(text) is { } numbers && numbers.Length >= least && numbers.Length <= most;

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name)
        => $"{least} to {most} numbers that are at least 0, parted by commas, for instance \"1, 0.3, 0.1\"";
}
