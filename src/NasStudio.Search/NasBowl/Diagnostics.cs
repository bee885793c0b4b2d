using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;

namespace NasStudio.Search.NasBowl;

/// <summary>How far a process is to be trusted, told by what it says of each architecture when that is left out.</summary>
/// <remarks>Rasmussen and Williams 2006, section 5.4.2.</remarks>
internal static class Diagnostics
{
    private const double Interval = 1.6448536269514722;       // a normal value is within 90 of 100 times

    /// <summary>Numbers for people; those that have no value (constant targets) are left out.</summary>
    /// <param name="metric">What the process learned.</param>
    /// <param name="process">The process.</param>
    /// <param name="setting">What the likelihood chose.</param>
    public static IEnumerable<InsightNumber> Of(string metric, GramProcess process, KernelSetting setting)
    {
        var left = process.LeaveOneOut();
        var inside = left.Zip(process.Targets)
            .Count(p => Math.Abs(p.Second - p.First.Mean) <= Interval * Math.Sqrt(p.First.Variance));
        var error = Math.Sqrt(left.Zip(process.Targets).Average(p => Math.Pow(p.Second - p.First.Mean, 2)));
        InsightNumber[] numbers =
        [
            new($"{metric}/rank-correlation", $"{metric}: leave-one-out rank correlation", "",
                RankCorrelation.Spearman([.. left.Select(l => l.Mean)], process.Targets)),
            new($"{metric}/error", $"{metric}: leave-one-out error in standard deviations", "", error),
            new($"{metric}/coverage", $"{metric}: left-out values within their 90 % interval", "%", 100.0 * inside / left.Length),
            new($"{metric}/noise", $"{metric}: noise in standard deviations", "", Math.Sqrt(process.Signal * process.Noise)),
            new($"{metric}/depth", $"{metric}: depth of the kernel", "steps", setting.Depth),
            new($"{metric}/likelihood", $"{metric}: log marginal likelihood", "", setting.LogLikelihood),
        ];
        return numbers.Where(number => double.IsFinite(number.Value));
    }
}
