using System.Text.Json.Serialization;

namespace NasStudio.Web.Charts;

/// <summary>What a drag and a click on a chart do.</summary>
/// <param name="Brush">What a drag selects points with; null where it moves the view.</param>
/// <param name="TakesPlaces">Whether a click on an empty place is heard.</param>
public sealed record ChartManners(BrushShape? Brush, bool TakesPlaces);

/// <summary>What a drag over points draws around them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BrushShape>))]
public enum BrushShape
{
    /// <summary>A rectangle.</summary>
    Box,

    /// <summary>A line by hand.</summary>
    Lasso,
}

/// <summary>A place on a chart, in the units of its axes.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
public readonly record struct ChartPlace(double X, double Y);
