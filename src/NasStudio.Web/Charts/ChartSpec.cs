using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NasStudio.Web.Charts;

/// <summary>All that a chart shows, as plain values; no chart library is named here.</summary>
/// <param name="Label">What the chart shows, for a screen reader.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">Drawn in this order, later ones on top.</param>
public sealed record ChartSpec(string Label, ChartAxis X, ChartAxis Y, ImmutableArray<ChartSeries> Series)
{
    /// <summary>What of it is in view.</summary>
    public ChartView View { get; init; } = new();
}

/// <summary>What of a chart is in view; changes without its points being sent again.</summary>
/// <param name="Selected">Key of the selected point (see <see cref="ChartSeries.Keys"/>); ringed. Null for
/// none.</param>
/// <param name="X">Part of the horizontal axis; null for all of it.</param>
/// <param name="Y">Part of the vertical axis; null for all of it.</param>
/// <param name="Values">Part of the colour scale; null for all of it.</param>
public sealed record ChartView(
    string? Selected = null, AxisRange? X = null, AxisRange? Y = null, AxisRange? Values = null)
{
    /// <summary>Keys of the points that stand out, the others being faint; empty where none does. May be many: sent
    /// only when they have changed.</summary>
    [JsonIgnore] public ImmutableArray<string> Brushed { get; init; } = [];

    /// <summary>A place that is marked; null for none.</summary>
    public ChartPlace? Place { get; init; }
}

/// <summary>An axis.</summary>
/// <param name="Title">What it measures.</param>
/// <param name="Unit">Unit, shown behind the title; empty for a pure number.</param>
/// <param name="ShowTicks">False where the numbers themselves mean nothing (a projection).</param>
public sealed record ChartAxis(string Title, string Unit = "", bool ShowTicks = true)
{
    /// <summary>Whether equal factors, not equal differences, are equally far apart; all values are then positive.</summary>
    public bool IsLog { get; init; }

    /// <summary>Whether only whole numbers mean anything on it.</summary>
    public bool IsCount { get; init; }

    /// <summary>Title with the unit.</summary>
    public string Text => Unit.Length > 0 ? $"{Title} ({Unit})" : Title;
}

/// <summary>How a series is drawn.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SeriesKind>))]
public enum SeriesKind
{
    /// <summary>Separate points.</summary>
    Points,

    /// <summary>Points joined by straight lines.</summary>
    Line,

    /// <summary>A line that keeps its value until the next point ("best so far").</summary>
    Steps,

    /// <summary>A filled area between this line and the series before it, without a line of its own.</summary>
    Band,
}

/// <summary>Points that belong together. Grows at the end: a chart then sends the new points only.</summary>
/// <param name="Name">Name in the legend; unique in its chart.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Y">Vertical positions, as many.</param>
public sealed record ChartSeries(string Name, SeriesKind Kind, ImmutableArray<double> X, ImmutableArray<double> Y)
{
    /// <summary>Name of a colour of the palette, for instance "series-1"; it follows the theme.</summary>
    public string Color { get; init; } = "series-1";

    /// <summary>Shape of the points.</summary>
    public string Symbol { get; init; } = "circle";

    /// <summary>Diameter of the points in pixels.</summary>
    public int Size { get; init; } = 8;

    /// <summary>From 0 (unseen) to 1.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>Identity of each point, for clicks and selection; empty where points cannot be selected.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>What each point says when pointed at (lines parted by &lt;br&gt;, already escaped); empty for the
    /// positions.</summary>
    public ImmutableArray<string> Hover { get; init; } = [];

    /// <summary>A value per point that colours it on a sequential scale; empty for one colour.</summary>
    public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>Title of the colour scale where <see cref="Values"/> are given.</summary>
    public string ValuesTitle { get; init; } = "";

    /// <summary>Whether the legend names it.</summary>
    public bool InLegend { get; init; } = true;

    /// <summary>Series of one group are shown and hidden together; empty for a series by itself.</summary>
    public string Group { get; init; } = "";

    /// <summary>Everything but the points: where it differs, the series has to be drawn anew.</summary>
    internal object Style => (
        Name, Kind, Color, Symbol, Size, Opacity, ValuesTitle, InLegend, Group, Values.IsEmpty, Keys.IsEmpty, Hover.IsEmpty);
}
