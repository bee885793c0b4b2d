namespace NasStudio.Web.Charts;

/// <summary>A part of an axis.</summary>
/// <param name="Min">Smallest value in view.</param>
/// <param name="Max">Largest value in view.</param>
public readonly record struct AxisRange(double Min, double Max)
{
    private const int Fewest = 20;
    private const double Tail = 0.05, Reach = 1, Margin = 0.05, Room = 0.1;

    /// <summary>
    /// The part that holds all values but outliers, which would press the others together; null where there are none,
    /// or too few values to tell. An outlier lies further from the middle nine tenths than these are wide. A single
    /// value has a tenth of it on either side: an axis of its last digits alone would say nothing.
    /// </summary>
    public static AxisRange? WithoutOutliers(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted is [var only, ..] && only == sorted[^1] && only != 0)
        {
            return new AxisRange(only - Room * Math.Abs(only), only + Room * Math.Abs(only));
        }

        if (sorted.Length < Fewest)
        {
            return null;
        }

        var (low, high) = (sorted[(int)(Tail * sorted.Length)], sorted[^((int)(Tail * sorted.Length) + 1)]);
        var reach = Reach * (high - low);
        if (reach == 0 || (sorted[0] >= low - reach && sorted[^1] <= high + reach))
        {
            return null;
        }

        var (min, max) = (sorted.First(v => v >= low - reach), sorted.Last(v => v <= high + reach));
        return new AxisRange(min - Margin * (max - min), max + Margin * (max - min));
    }

    /// <summary>The part that holds all values, with a margin; null where fewer than two differ.</summary>
    public static AxisRange? Around(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (min, max) = values.Count == 0 ? (0, 0) : (values.Min(), values.Max());
        return min == max ? null : new AxisRange(min - Margin * (max - min), max + Margin * (max - min));
    }

    /// <summary>Whether a value is in view.</summary>
    public bool Contains(double value) => value >= Min && value <= Max;
}
