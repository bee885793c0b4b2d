using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Performance;

/// <summary>
/// How well what is shown of motifs and cells agrees with the whole table of NAS-Bench-201, CIFAR-10: Spearman's correlation of
/// each score of motifs with the true effect (mean accuracy of all cells that hold the motif less that of all others), and of
/// each colouring of a cell's edges with what the table says of other operations there; over 20 learned sets.
/// </summary>
internal static class BowlScores
{
    private const int Sets = 20, Unseen = 200;

    public static void Measure()
    {
        var table = BowlTable.Read("nasbench201-cifar10.csv.gz", "val_acc_200", new NasBench201Space());
        var effects = Effects(table);
        foreach (var count in new[] { 50, 100, 150 })
        {
            Rank($"{count} random cells", table, effects, set => table.Draws(count, new RandomSource(8_300 + set).Fork("scores")));
            Rank($"{count} of NAS-BOWL", table, effects, set => table.Search(count, 8_400 + set));
        }
    }

    private static void Rank(
        string name, BowlTable table, Func<int, string, double> effects, Func<int, List<Trial>> learn)
    {
        MotifModel[] models = [.. Enumerable.Range(0, Sets).Select(set => new MotifModel(table.Space, BowlTable.Problem, 0, learn(set), default))];
        Motif[][] sets = [.. models.Select(model => model.Motifs().Where(m => m.Effect is not null).ToArray())];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {sets.Average(motifs => motifs.Length):F1} motifs"));
        foreach (var (score, of) in new (string, Func<Motif, double?>)[]
        {
            ("effect", m => m.Effect), ("gradient", m => m.Gradient), ("weighted gradient", m => m.WeightedGradient),
            ("holders' score", m => m.HoldersScore), ("support", m => m.Support),
        })
        {
            Say(score, [.. sets.Select(motifs => Correlation([.. motifs.Where(m => of(m) is not null)
                .Select(m => (of(m)!.Value, effects(m.Level, MotifKey.Of(m.Tree))))]))]);
        }

        var asked = table.Draw(Unseen, new RandomSource(8_500).Fork("scores"));
        Say("edges: other operations", [.. models.Select(model => asked.Average(a => Edges(table, model, a, byShare: false)))]);
        Say("edges: shares", [.. models.Select(model => asked.Average(a => Edges(table, model, a, byShare: true)))]);
    }

    /// <summary>Mean accuracy of the cells with a label less that of those without, by level and key.</summary>
    private static Func<int, string, double> Effects(BowlTable table)
    {
        var holders = new Dictionary<(int, string), (int Count, double Sum)>();
        foreach (var architecture in table.Architectures)
        {
            var graph = table.Space.FunctionalGraph(architecture);
            for (var level = 0; level <= MotifModel.MotifLevel; level++)
            {
                foreach (var key in MotifKey.Of(graph, level).Distinct())
                {
                    var (count, sum) = holders.GetValueOrDefault((level, key));
                    holders[(level, key)] = (count + 1, sum + table[architecture]);
                }
            }
        }

        var (all, total) = (table.Architectures.Length, table.Architectures.Sum(a => table[a]));
        return (level, key) => holders[(level, key)] is var (count, sum) ? sum / count - (total - sum) / (all - count) : 0;
    }

    /// <summary>Over the edges of one cell: how they are coloured, against how much better the cell is than with another
    /// operation there; 0 where one of them does not vary.</summary>
    private static double Edges(BowlTable table, MotifModel model, Architecture architecture, bool byShare)
    {
        var space = table.Space;
        var places = SearchSpace.Places(space.Graph(architecture));
        var variants = space.Neighbours(architecture).ToLookup(a => SearchSpace.Places(space.Graph(a)).Index()
            .Single(place => place.Item != places[place.Index]).Index);
        var explanation = model.Explain(architecture);
        var shares = new double[places.Length];
        var origins = space.FunctionalOrigins(architecture)[0];
        foreach (var feature in explanation.Features)
        {
            foreach (var node in feature.Nodes)
            {
                shares[origins[node]] += feature.Contribution / feature.Count;
            }
        }

        return Correlation(
        [
            .. variants.Select(edge => (
                byShare ? shares[edge.Key]
                    : explanation.Expected - model.Look([], [.. edge], default).Average(look => look.Expected),
                table[architecture] - edge.Average(a => table[a]))),
        ]);
    }

    private static double Correlation((double Shown, double True)[] pairs)
        => RankCorrelation.Spearman([.. pairs.Select(p => p.Shown)], [.. pairs.Select(p => p.True)]) is var correlation
            && double.IsFinite(correlation) ? correlation : 0;

    private static void Say(string what, double[] correlations) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {what,-24} {correlations.Average():F2} +- {Sample.Of(correlations).Deviation:F2}, least {correlations.Min():F2}"));
}
