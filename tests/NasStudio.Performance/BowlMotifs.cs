using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Performance;

/// <summary>
/// What motifs learned on CIFAR-10 leave of NAS-Bench-201, and what random search finds there: exact expectations over all
/// cells, averaged over 20 learned sets of motifs.
/// </summary>
internal static class BowlMotifs
{
    private const int Sets = 20;
    private const double Best = 0.05;

    public static void Measure()
    {
        var space = new NasBench201Space();
        var near = BowlTable.Read("nasbench201-cifar10.csv.gz", "val_acc_200", space);
        var far = BowlTable.Read("nasbench201-cifar100.csv.gz", "val_acc_200", space);
        foreach (var (name, table) in new[] { ("CIFAR-10", near), ("CIFAR-100", far) })
        {
            double[] whole = [.. space.Enumerate().Select(a => table[a])];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, whole space: random search expects {Expectation(whole, 10):F2} after 10, {Expectation(whole, 30):F2} after 30"));
        }

        Prune("300 random cells", near, far, set => [.. near.Draw(300, new RandomSource(8_000 + set).Fork("motifs"))
            .Select((a, i) => near.Trial(i, new Proposal(a, "a draw")))]);
        Prune("150 random cells", near, far, set => [.. near.Draw(150, new RandomSource(8_100 + set).Fork("motifs"))
            .Select((a, i) => near.Trial(i, new Proposal(a, "a draw")))]);
        Prune("150 evaluations of NAS-BOWL", near, far, set => near.Search(150, 8_200 + set));
    }

    private static void Prune(string source, BowlTable near, BowlTable far, Func<int, List<Trial>> learn)
    {
        MotifSet[] sets = [.. Enumerable.Range(0, Sets).Select(set => MotifSet.Of(
            new MotifModel(near.Space, BowlTable.Problem, 0, learn(set), default)))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"motifs learned on CIFAR-10 from {source}: {sets.Average(s => s.Motifs.Length):F1} motifs, good {sets.Average(s => s.Motifs.Count(m => m.Class == MotifClass.Good)):F1}"));
        foreach (var rule in new[] { MotifRules.NoBad, MotifRules.Good, MotifRules.GoodAndNoBad })
        {
            MotifNarrowing[] narrowings = [.. sets.Select(set => MotifNarrowing.Of(near.Space, set, rule))];
            Architecture[][] kept = [.. narrowings.Select(narrowing => narrowing.Space.Enumerate().ToArray())];
            foreach (var (name, table) in new[] { ("CIFAR-10", near), ("CIFAR-100", far) })
            {
                var threshold = table.Architectures.Select(a => table[a]).OrderDescending()
                    .ElementAt((int)(Best * table.Architectures.Length) - 1);
                double[] recalls = [.. kept.Select(k => k.Count(a => table[a] >= threshold) / (Best * table.Architectures.Length))];
                double[] shares = [.. kept.Select(k => (double)k.Length / table.Architectures.Length)];
                double[] at10 = [.. kept.Select(k => Expectation([.. k.Select(a => table[a])], 10))];
                double[] at30 = [.. kept.Select(k => Expectation([.. k.Select(a => table[a])], 30))];
                double[] densities = [.. recalls.Zip(shares, (recall, share) => recall / share)];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {rule,-16} {name,-9}: keeps {100 * shares.Average():F1} % +- {100 * Sample.Of(shares).Deviation:F1}, ")
                    + string.Create(CultureInfo.InvariantCulture,
                        $"the best 5 % {densities.Average():F2} times as dense, recall {recalls.Average():F2}, ")
                    + string.Create(CultureInfo.InvariantCulture,
                        $"expected after 10: {at10.Average():F2} +- {Sample.Of(at10).Deviation:F2}, after 30: {at30.Average():F2}; ")
                    + $"relaxed {narrowings.Count(n => n.Rule != rule)} of {Sets}");
            }
        }
    }

    /// <summary>Mean of the best of some values drawn without repeats: sum over the sorted values v_i of
    /// v_i C(i - 1, k - 1) / C(N, k).</summary>
    private static double Expectation(double[] values, int draws)
    {
        var sorted = values.Order().ToArray();
        var (sum, probability) = (0.0, (double)draws / sorted.Length);   // that the largest is drawn
        for (var i = sorted.Length; i >= draws; i--)
        {
            sum += sorted[i - 1] * probability;
            probability *= (double)(i - draws) / (i - 1);                // C(i - 2, k - 1) / C(i - 1, k - 1)
        }

        return sum;
    }
}
