namespace NasStudio.Core.Statistics;

/// <summary>Mean, spread and the mean's interval of a sample.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their mean; NaN without values.</param>
/// <param name="Deviation">Standard deviation of the sample, divided by one less than the count; NaN below two
/// values.</param>
public sealed record Sample(int Count, double Mean, double Deviation)
{
    private const double Confidence = 0.95;

    /// <summary>Half the width of the mean's 95 % interval (Student's t); NaN below two values.</summary>
    public double HalfWidth => Count < 2 ? double.NaN
        : StudentDistribution.Quantile(Confidence, Count - 1) * Deviation / Math.Sqrt(Count);

    /// <summary>Describes values.</summary>
    public static Sample Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            return new Sample(0, double.NaN, double.NaN);
        }

        var mean = values.Average();
        var squares = values.Sum(value => (value - mean) * (value - mean));
        return new Sample(values.Count, mean, values.Count < 2 ? double.NaN : Math.Sqrt(squares / (values.Count - 1)));
    }
}
