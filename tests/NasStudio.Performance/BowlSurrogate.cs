using System.Globalization;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl;

namespace NasStudio.Performance;

/// <summary>How well NAS-BOWL's process ranks architectures that it has not seen: Spearman's correlation, mean and standard
/// deviation over 200 draws.</summary>
internal static class BowlSurrogate
{
    private const int Draws = 200, Unseen = 400;

    public static void Measure()
    {
        Rank("NAS-Bench-201 CIFAR-10", BowlTable.Read("nasbench201-cifar10.csv.gz", "val_acc_200", new NasBench201Space()), [25, 50, 100, 200]);
        Rank("NAS-Bench-101 sample", BowlTable.Read("nasbench101-sample-500.csv", "val_acc", new NasBench101Space()), [50, 100, 200]);
        Rank("NAS-Bench-301 sample", BowlTable.Read("nasbench301-sample-500.csv", "val_acc", new DartsSpace()), [50, 100, 200]);
    }

    private static void Rank(string name, BowlTable table, int[] sizes)
    {
        foreach (var size in sizes)
        {
            double[] correlations = [.. Enumerable.Range(0, Draws).Select(draw => Correlation(table, size, draw))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-24} {table.Architectures.Length,6} architectures, learned {size,3}: {correlations.Average():F3} +- {Sample.Of(correlations).Deviation:F3}"));
        }
    }

    private static double Correlation(BowlTable table, int size, int draw)
    {
        var drawn = table.Draw(size + Unseen, new RandomSource(7_000 + draw).Fork("surrogate"));
        var (known, asked) = (drawn[..size], drawn[size..]);
        var targets = new BowlTargets(
            BowlTable.Problem, [.. known.Select((a, i) => table.Trial(i, new Proposal(a, "a draw")))], new NasBowlOptions());
        var process = ArchitectureProcess.Fit(table.Space, known, targets.Values, asked, default);
        return RankCorrelation.Spearman(
            [.. process.Means(0).Select(mean => -mean)], [.. asked.Select(a => table[a])]);
    }
}
