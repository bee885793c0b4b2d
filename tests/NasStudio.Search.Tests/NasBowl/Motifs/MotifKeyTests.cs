using NasStudio.Core.Randomness;
using NasStudio.Search.NasBowl.Kernels;
using NasStudio.Search.NasBowl.Motifs;
using NasStudio.Search.Tests.NasBowl.Kernels;

namespace NasStudio.Search.Tests.NasBowl.Motifs;

public sealed class MotifKeyTests
{
    [Fact]
    public void Keys_are_equal_exactly_where_labels_are()
    {
        var (random, labels) = (new RandomSource(3), new WeisfeilerLehmanLabels(3));
        var known = new Dictionary<(int Level, int Label), string>();
        for (var repeat = 0; repeat < 300; repeat++)
        {
            var graph = RandomGraphs.Draw(random);
            var roots = labels.Roots(graph);
            for (var level = 0; level <= 3; level++)
            {
                foreach (var (node, key) in MotifKey.Of(graph, level).Index())
                {
                    var label = roots[level][node];
                    Assert.Equal(known.GetValueOrDefault((level, label), key), key);
                    Assert.Equal(key, MotifKey.Of(labels.Tree(label)));
                    known[(level, label)] = key;
                }
            }
        }

        Assert.All(known.GroupBy(k => k.Key.Level), level => Assert.Equal(level.Count(), level.DistinctBy(k => k.Value).Count()));
    }

    [Fact]
    public void Names_may_hold_anything()
    {
        Assert.NotEqual(
            MotifKey.Of(new LabelTree("a", [new LabelBranch(null, new LabelTree("b)(c", []))])),
            MotifKey.Of(new LabelTree("a", [new LabelBranch(null, new LabelTree("b", [])), new LabelBranch(null, new LabelTree("c", []))])));
        Assert.NotEqual(
            MotifKey.Of(new LabelTree("a", [new LabelBranch("x", new LabelTree("b", []))])),
            MotifKey.Of(new LabelTree("a", [new LabelBranch(null, new LabelTree("x>b", []))])));
    }
}
