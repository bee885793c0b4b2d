using System.Collections.Immutable;

namespace NasStudio.Web.Charts;

/// <summary>What has to be sent so that a chart that shows one <see cref="ChartSpec"/> shows another.</summary>
/// <param name="IsWhole">The charts differ in more than points: draw anew.</param>
/// <param name="Changes">Otherwise: which series change, and how.</param>
public sealed record ChartDelta(bool IsWhole, ImmutableArray<SeriesChange> Changes)
{
    /// <summary>Nothing to send.</summary>
    public bool IsEmpty => !IsWhole && Changes.IsEmpty;

    /// <summary>Compares two charts.</summary>
    /// <param name="shown">What the browser shows; null for nothing yet.</param>
    /// <param name="wanted">What it should show.</param>
    public static ChartDelta Between(ChartSpec? shown, ChartSpec wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (shown is null || shown.X != wanted.X || shown.Y != wanted.Y
            || shown.Series.Length != wanted.Series.Length
            || shown.Series.Zip(wanted.Series).Any(pair => !pair.First.Style.Equals(pair.Second.Style)))
        {
            return new(true, []);
        }

        return new(false, [.. shown.Series.Zip(wanted.Series, Change).Index()
            .Where(item => item.Item is not null)
            .Select(item => item.Item! with { Index = item.Index })]);
    }

    private static SeriesChange? Change(ChartSeries shown, ChartSeries wanted)
    {
        var kept = CommonLength(shown, wanted);
        return kept == shown.X.Length && kept == wanted.X.Length
            ? null
            : new(0, kept, wanted.X[kept..], wanted.Y[kept..], Tail(wanted.Keys), Tail(wanted.Hover), Tail(wanted.Values));

        ImmutableArray<T> Tail<T>(ImmutableArray<T> items) => items.IsEmpty ? items : items[kept..];
    }

    /// <summary>How many points at the start are the same in every respect.</summary>
    private static int CommonLength(ChartSeries shown, ChartSeries wanted)
    {
        return new[]
        {
            Common(shown.X, wanted.X), Common(shown.Y, wanted.Y), OfOptional(shown.Keys, wanted.Keys),
            OfOptional(shown.Hover, wanted.Hover), OfOptional(shown.Values, wanted.Values),
        }.Min();

        static int Common<T>(ImmutableArray<T> a, ImmutableArray<T> b)
            => a == b ? a.Length : a.AsSpan().CommonPrefixLength(b.AsSpan());

        static int OfOptional<T>(ImmutableArray<T> a, ImmutableArray<T> b)
            => a.IsEmpty && b.IsEmpty ? int.MaxValue : Common(a, b);
    }
}

/// <summary>Points that replace a series from one position on.</summary>
/// <param name="Index">Which series.</param>
/// <param name="From">How many of its points stay; the rest is replaced by what follows.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Y">Vertical positions.</param>
/// <param name="Keys">Identities; empty where points have none.</param>
/// <param name="Hover">Texts; empty where points have none.</param>
/// <param name="Values">Colour values; empty where points have none.</param>
public sealed record SeriesChange(
    int Index, int From, ImmutableArray<double> X, ImmutableArray<double> Y,
    ImmutableArray<string> Keys, ImmutableArray<string> Hover, ImmutableArray<double> Values);
