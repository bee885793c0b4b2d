namespace NasStudio.Core.Statistics;

/// <summary>Mean, spread and the mean's interval of a sample.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their mean; NaN without values.</param>
/// <param name="Deviation">Standard deviation of the sample, divided by one less than the count; NaN below two
/// values.</param>
/// <param name="HalfWidth">Half the width of the mean's 95 % interval (Student's t); NaN below two values.</param>
public sealed record Sample(int Count, double Mean, double Deviation, double HalfWidth)
{
    private const double Confidence = 0.95;

    /// <summary>Describes values.</summary>
    public static Sample Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var n = values.Count;
        if (n == 0)
        {
            return new Sample(0, double.NaN, double.NaN, double.NaN);
        }

        var mean = values.Average();
        if (n == 1)
        {
            return new Sample(1, mean, double.NaN, double.NaN);
        }

        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (n - 1));
        return new Sample(
            n, mean, deviation, StudentDistribution.Quantile(Confidence, n - 1) * deviation / Math.Sqrt(n));
    }
}
