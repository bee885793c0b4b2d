using System.Globalization;

namespace NasStudio.Web.Live;

/// <summary>Names a trial of an experiment on charts and in addresses: "seed.number".</summary>
/// <param name="Seed">Seed of its run.</param>
/// <param name="Number">Its number in the run.</param>
public readonly record struct TrialKey(long Seed, int Number)
{
    /// <summary>Reads a key; null where the text is none.</summary>
    public static TrialKey? Parse(string? text)
        => text?.Split('.') is [var seed, var number]
            && long.TryParse(seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var s)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new TrialKey(s, n)
            : null;

    /// <summary>The key as text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seed}.{Number}");
}
