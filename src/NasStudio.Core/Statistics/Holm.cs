namespace NasStudio.Core.Statistics;

/// <summary>Corrects the p-values of several tests, so that one false alarm among all of them stays as rare as stated.</summary>
/// <remarks>Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6(2),
/// 1979.</remarks>
public static class Holm
{
    /// <summary>The corrected p-values, in the order given. // (tests)</summary>
    /// <exception cref="ArgumentException">A p-value is not in [0, 1].</exception>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        if (pValues.FirstOrDefault(p => !(p is >= 0 and <= 1)) is var wrong && wrong != 0)
        {
            throw new ArgumentException($"{wrong} is no p-value; it lies in [0, 1].", nameof(pValues));
        }

        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        foreach (var (i, place) in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).Select((i, place) => (i, place)))
        {
            largest = Math.Max(largest, Math.Min(1, (pValues.Count - place) * pValues[i]));
            adjusted[i] = largest;
        }

        return adjusted;
    }
}
