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
    private static readonly int[] Draws = [10, 30, 150, 1_500];
    private static readonly double[] Explorations = [0, 0.1, 1 / 3.0];

    public static void Measure()
    {
        var space = new NasBench201Space();
        var near = BowlTable.Read("nasbench201-cifar10.csv.gz", "val_acc_200", space);
        var far = BowlTable.Read("nasbench201-cifar100.csv.gz", "val_acc_200", space);
        foreach (var (name, table) in new[] { ("CIFAR-10", near), ("CIFAR-100", far) })
        {
            double[] whole = [.. space.Enumerate().Select(a => table[a])];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, whole space: random search expects {string.Join(", ", Draws.Select(draws => $"{Expectation(whole, [], 0, draws):F2} after {draws}"))}"));
        }

        Prune("300 random cells", near, far, set => near.Draws(300, new RandomSource(8_000 + set).Fork("motifs")));
        Prune("150 random cells", near, far, set => near.Draws(150, new RandomSource(8_100 + set).Fork("motifs")));
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
                var optimum = table.Architectures.Max(a => table[a]);
                double[] recalls = [.. kept.Select(k => k.Count(a => table[a] >= threshold) / (Best * table.Architectures.Length))];
                double[] shares = [.. kept.Select(k => (double)k.Length / table.Architectures.Length)];
                double[] densities = [.. recalls.Zip(shares, (recall, share) => recall / share)];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {rule,-16} {name,-9}: keeps {100 * shares.Average():F1} % +- {100 * Sample.Of(shares).Deviation:F1}, ")
                    + string.Create(CultureInfo.InvariantCulture,
                        $"the best 5 % {densities.Average():F2} times as dense, recall {recalls.Average():F2}, ")
                    + $"relaxed {narrowings.Count(n => n.Rule != rule)} of {Sets}, the optimum kept by {kept.Count(k => k.Any(a => table[a] == optimum))}");
                foreach (var exploration in Explorations)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    exploration {exploration:F2}: expected ")
                        + string.Join(", ", Draws.Select(draws => Guided(kept, table, exploration, draws))));
                }
            }
        }
    }

    /// <summary>What random search expects that leans to what is kept, over the sets.</summary>
    private static string Guided(Architecture[][] kept, BowlTable table, double exploration, int draws)
    {
        double[] expected = [.. kept.Select(k =>
        {
            var inside = k.ToHashSet();
            return Expectation(
                [.. k.Select(a => table[a])], [.. table.Architectures.Where(a => !inside.Contains(a)).Select(a => table[a])],
                exploration, draws);
        })];
        return string.Create(CultureInfo.InvariantCulture,
            $"{expected.Average():F2} +- {Sample.Of(expected).Deviation:F2} after {draws}");
    }

    /// <summary>Mean of the best of k values drawn one after the other without repeats, each of the K kept with weight
    /// (1 - e) / K + e / N and each of the others with e / N. Of the draws i are kept with a probability that goes from draw to
    /// draw; those i, and the others, are even draws, so that P(best at most v) = sum_i p_i C(K_v, i) / C(K, i)
    /// C(O_v, k - i) / C(O, k - i).</summary>
    private static double Expectation(double[] kept, double[] others, double exploration, int draws)
    {
        var all = kept.Length + others.Length;
        var (inside, outside) = ((1 - exploration) / kept.Length + exploration / all, exploration / all);
        double[] composition = [1, .. new double[draws]];                // p_i
        for (var drawn = 0; drawn < draws; drawn++)
        {
            for (var i = drawn; i >= 0; i--)
            {
                var (a, b) = (inside * (kept.Length - i), outside * (others.Length - drawn + i));
                var probability = a <= 0 ? 0 : b <= 0 ? 1 : a / (a + b);
                composition[i + 1] += composition[i] * probability;
                composition[i] *= 1 - probability;
            }
        }

        var logFactorials = new double[all + 1];
        for (var n = 2; n <= all; n++)
        {
            logFactorials[n] = logFactorials[n - 1] + Math.Log(n);
        }

        var (sum, before, keptBelow, othersBelow) = (0.0, 0.0, 0, 0);
        foreach (var (value, isKept) in kept.Select(v => (v, true)).Concat(others.Select(v => (v, false))).OrderBy(pair => pair.v))
        {
            (keptBelow, othersBelow) = isKept ? (keptBelow + 1, othersBelow) : (keptBelow, othersBelow + 1);
            var below = 0.0;
            for (var i = Math.Max(0, draws - othersBelow); i <= Math.Min(draws, keptBelow); i++)
            {
                if (composition[i] > 1e-14)
                {
                    below += composition[i] * Math.Exp(
                        LogShare(keptBelow, kept.Length, i) + LogShare(othersBelow, others.Length, draws - i));
                }
            }

            sum += value * (below - before);
            before = below;
        }

        return Math.Abs(before - 1) < 1e-6 ? sum : throw new InvalidOperationException($"Probabilities sum to {before}.");

        // C(n, i) / C(of, i)
        double LogShare(int n, int of, int i) => logFactorials[n] - logFactorials[n - i] - logFactorials[of] + logFactorials[of - i];
    }
}
