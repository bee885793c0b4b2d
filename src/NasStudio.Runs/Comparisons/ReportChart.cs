using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace NasStudio.Runs.Comparisons;

/// <summary>A chart of a comparison as SVG, for a file without scripts: a mean per experiment with a band of one standard
/// deviation. Classes give the colours.</summary>
internal sealed class ReportChart
{
    private const int Width = 860, Height = 400, Left = 70, Right = 14, Top = 12, Bottom = 46;
    private const int Ticks = 6;
    private readonly StringBuilder _svg = new();
    private readonly bool _isLog;
    private readonly double _floor, _top, _low, _high, _last;

    private ReportChart(ImmutableArray<ComparisonSeries> series, ComparisonQuantity quantity, bool isLog)
    {
        _isLog = isLog;
        _top = quantity.Unit == "%" ? 100 : double.PositiveInfinity;
        _floor = isLog ? ComparisonSeries.LogFloor(series) : double.NegativeInfinity;
        _last = series.Max(s => s.Points.Select(p => p.Evaluations).DefaultIfEmpty(1).Max());
        var values = series.SelectMany(s => s.Points).SelectMany(p => new[] { p.Mean - p.Deviation, p.Mean + p.Deviation })
            .Select(Scaled).ToList();
        (_low, _high) = (values.Min(), values.Max());
        var margin = _high > _low ? (_high - _low) * .04 : Math.Max(1e-9, Math.Abs(_high) * .1);
        (_low, _high) = (_low - margin, _high + margin);
    }

    /// <summary>The chart; nothing where no series has a point.</summary>
    public static string Draw(ImmutableArray<ComparisonSeries> series, ComparisonQuantity quantity, bool isLog)
        => series.All(s => s.Points.IsEmpty) ? "" : new ReportChart(series, quantity, isLog).Draw(series, quantity);

    private string Draw(ImmutableArray<ComparisonSeries> series, ComparisonQuantity quantity)
    {
        Add($"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{Escaped(quantity.Title)} over evaluations">""");
        foreach (var tick in _isLog ? LogTicks(_low, _high) : LinearTicks(_low, _high))
        {
            Add($"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{Y(tick):F1}" y2="{Y(tick):F1}"/>""");
            Add($"""<text x="{Left - 8}" y="{Y(tick) + 4:F1}" text-anchor="end">{(_isLog ? Math.Pow(10, tick) : tick):G4}</text>""");
        }

        foreach (var tick in LinearTicks(0, _last).Where(t => t == Math.Floor(t)))
        {
            Add($"""<text x="{X(tick):F1}" y="{Height - Bottom + 20}" text-anchor="middle">{tick:G6}</text>""");
        }

        var unit = quantity.Unit.Length > 0 ? $" ({quantity.Unit})" : "";
        Add($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 6}" text-anchor="middle">Evaluations</text>""");
        Add($"""<text transform="translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{Escaped(quantity.Title + unit)}</text>""");
        foreach (var (i, one) in series.Index().Where(item => !item.Item.Points.IsEmpty))
        {
            var up = Steps(one.Points.Select(p => (X(p.Evaluations), Y(Scaled(p.Mean + p.Deviation)))));
            var down = Steps(one.Points.Select(p => (X(p.Evaluations), Y(Scaled(p.Mean - p.Deviation)))));
            Add($"""<polygon class="band s{Color(i)}" points="{Text(up.Concat(down.Reverse()))}"/>""");
        }

        foreach (var (i, one) in series.Index().Where(item => !item.Item.Points.IsEmpty))
        {
            Add($"""<polyline class="line s{Color(i)}" points="{Text(Steps(one.Points.Select(p => (X(p.Evaluations), Y(Scaled(p.Mean))))))}"/>""");
        }

        return _svg.Append("</svg>").ToString();
    }

    /// <summary>Number of an experiment's colour, from 1.</summary>
    public static int Color(int index) => index % 8 + 1;

    private double X(double evaluations) => Left + (Width - Left - Right) * evaluations / _last;

    private double Y(double scaled) => Top + (Height - Top - Bottom) * (_high - scaled) / (_high - _low);

    private double Scaled(double value) => _isLog ? Math.Log10(Math.Max(value, _floor)) : Math.Min(value, _top);

    /// <summary>Steps of 1, 2 or 5 times a power of ten.</summary>
    private static IEnumerable<double> LinearTicks(double low, double high)
    {
        var rough = (high - low) / Ticks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        for (var i = Math.Ceiling(low / step); i * step <= high; i++)
        {
            yield return Math.Round(i * step, 12) + 0.0;                // no minus before zero
        }
    }

    /// <summary>Powers of ten; also 2 and 5 times them where the axis spans little.</summary>
    private static IEnumerable<double> LogTicks(double low, double high)
    {
        double[] parts = high - low < 2 ? [1, 2, 5] : [1];
        for (var power = Math.Floor(low); power <= high; power++)
        {
            foreach (var tick in parts.Select(part => power + Math.Log10(part)).Where(tick => tick >= low && tick <= high))
            {
                yield return tick;
            }
        }
    }

    /// <summary>A value holds until the next number of evaluations.</summary>
    private static IEnumerable<(double X, double Y)> Steps(IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)? before = null;
        foreach (var point in points)
        {
            if (before is { } last && last.Y != point.Y)
            {
                yield return (point.X, last.Y);
            }

            yield return point;
            before = point;
        }
    }

    private static string Text(IEnumerable<(double X, double Y)> points) => string.Join(
        ' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:F1},{point.Y:F1}")));

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);

    private void Add(FormattableString text) => _svg.Append(FormattableString.Invariant(text));
}
