namespace NasStudio.Core.Statistics;

/// <summary>Whether paired differences are more often of one sign, however large they are.</summary>
/// <param name="Wins">Differences above zero.</param>
/// <param name="Losses">Differences below zero.</param>
/// <param name="PValue">Two-sided: how probable counts as uneven are where a coin decides each sign.</param>
/// <remarks>
/// Arbuthnot 1710; Dixon and Mood, "The Statistical Sign Test", Journal of the American Statistical Association 41, 1946.
/// Zero differences are left out, as there.
/// </remarks>
public sealed record SignTest(int Wins, int Losses, double PValue)
{
    /// <summary>Tests differences, one for each pair.</summary>
    /// <exception cref="ArgumentException">A difference is NaN.</exception>
    public static SignTest Of(IReadOnlyCollection<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        if (differences.Any(double.IsNaN))
        {
            throw new ArgumentException("A difference is NaN.", nameof(differences));
        }

        var (wins, losses) = (differences.Count(d => d > 0), differences.Count(d => d < 0));
        var (pairs, tail, share) = (wins + losses, 0.0, Math.Pow(0.5, wins + losses));
        for (var k = 0; k <= Math.Min(wins, losses); k++)
        {
            tail += share;
            share *= (double)(pairs - k) / (k + 1);
        }

        return new SignTest(wins, losses, Math.Min(1, 2 * tail));
    }
}
