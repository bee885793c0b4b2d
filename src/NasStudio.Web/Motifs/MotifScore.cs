using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Runs.Motifs;

namespace NasStudio.Web.Motifs;

/// <summary>A number by which motifs are judged and sorted, and what it means.</summary>
/// <param name="Key">Name in addresses.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Definition">What it is, in plain words.</param>
/// <param name="Of">Its value; null where the motif has none.</param>
/// <param name="Deviation">How far the model thinks it may be off; null where it does not say.</param>
public sealed record MotifScore(
    string Key, string Title, string Definition, Func<StudiedMotif, double?> Of, Func<StudiedMotif, double?>? Deviation = null)
{
    /// <summary>Shown first.</summary>
    public static MotifScore Effect { get; } =
        new("effect", "Effect", MotifDefinitions.Effect, m => m.Effect, m => m.EffectDeviation);

    /// <summary>All of them, the one shown first at the beginning.</summary>
    public static ImmutableArray<MotifScore> All { get; } =
    [
        Effect,
        new("gradient", "Published gradient", MotifDefinitions.Gradient, m => m.Gradient, m => m.GradientDeviation),
        new("whole", "Whole-graph score", MotifDefinitions.HoldersScore, m => m.HoldersScore),
        new("support", "Support", MotifDefinitions.Support, m => m.Support),
    ];

    /// <summary>The score of a key; the effect where it is none.</summary>
    public static MotifScore Find(string? key) => All.FirstOrDefault(score => score.Key == key) ?? Effect;

    /// <summary>A score with its sign: "+0.31", "−1.20", "+0.0042".</summary>
    public static string Signed(double score)
    {
        var digits = Math.Abs(score) switch { 0 or >= 0.095 => "0.00", >= 0.0095 => "0.000", >= 0.00095 => "0.0000", _ => "0.0e0" };
        return score.ToString($"+{digits};−{digits};0", CultureInfo.InvariantCulture);
    }
}
