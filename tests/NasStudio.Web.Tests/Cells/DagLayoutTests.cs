using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Randomness;
using NasStudio.Web.Cells;

namespace NasStudio.Web.Tests.Cells;

public sealed class DagLayoutTests
{
    private static readonly NasBench201Space Space = new();

    private static DagPicture Draw(string native) => DagLayout.Draw(Space.Graph(Space.Parse(native)));

    [Fact]
    public void Nothing_overlaps_and_every_connection_points_down()
    {
        var random = new RandomSource(7);
        for (var n = 0; n < 200; n++)
        {
            var picture = DagLayout.Draw(Space.Graph(Space.Sample(random)));
            Assert.Equal(10, picture.Boxes.Length);                              // four states, six operations
            Assert.Equal(12, picture.Curves.Length);                             // one into and one out of each operation
            Assert.All(picture.Boxes.GroupBy(b => b.Layer), row =>
                Assert.All(row.OrderBy(b => b.X).Zip(row.OrderBy(b => b.X).Skip(1)), pair => Assert.True(pair.Second.X - pair.First.X >= 100)));
            Assert.All(picture.Boxes, b => Assert.InRange(b.X, 48, picture.Width - 48));
            Assert.All(picture.Boxes, b => Assert.InRange(b.Y, 13, picture.Height - 13));
        }
    }

    [Fact]
    public void The_input_stands_at_the_top_and_the_output_at_the_foot()
    {
        var picture = Draw("|nor_conv_3x3~0|+|nor_conv_3x3~0|skip_connect~1|+|none~0|avg_pool_3x3~1|nor_conv_1x1~2|");

        var states = picture.Boxes.Where(b => b.IsState).OrderBy(b => b.Y).ToArray();
        Assert.Equal(4, states.Length);
        Assert.Equal(0, states[0].Layer);
        Assert.All(picture.Boxes.Where(b => b != states[3]), b => Assert.True(b.Layer < states[3].Layer));
    }

    [Fact]
    public void What_no_signal_passes_is_dead()
    {
        // Only 0 -> 3 carries anything: both other ways end in "none".
        var picture = Draw("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|nor_conv_1x1~2|");

        var alive = picture.Boxes.Where(b => b is { IsAlive: true, IsState: false }).ToArray();
        Assert.Equal(["skip_connect"], alive.Select(b => b.Label));
        Assert.Equal(2, picture.Boxes.Count(b => b is { IsAlive: true, IsState: true }));
        Assert.Equal(2, picture.Curves.Count(c => c.IsAlive));
    }

    [Fact]
    public void The_same_graph_is_drawn_the_same_way()
    {
        var graph = Space.Graph(Space.Sample(new RandomSource(3)));

        Assert.Equal(DagLayout.Draw(graph).Boxes.ToArray(), DagLayout.Draw(graph).Boxes.ToArray());
    }

    [Fact]
    public void Operations_on_nodes_are_drawn_as_boxes()
    {
        var graph = new LabelledDag(["input", "nor_conv_3x3", "avg_pool_3x3", "output"], [new(0, 1), new(0, 2), new(0, 3), new(1, 3), new(2, 3)]);

        var picture = DagLayout.Draw(graph);

        Assert.Equal([0, 1, 1, 2], picture.Boxes.Select(b => b.Layer));
        Assert.Equal(5, picture.Curves.Length);
        Assert.All(picture.Boxes, b => Assert.True(b.IsAlive));
    }

    [Fact]
    public void A_cell_of_four_states_is_drawn_without_a_crossing()
    {
        // The complete graph of four nodes is planar: the way 0 -> 2 passes state 1 on one side, 1 -> 3 leaves it on the other.
        var picture = Draw("|nor_conv_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|avg_pool_3x3~0|none~1|nor_conv_3x3~2|");

        double X(string label) => picture.Boxes.Single(b => b.Label == label).X;
        var first = picture.Boxes.Where(b => b.IsState).OrderBy(b => b.Layer).ElementAt(1).X;
        var second = picture.Boxes.Where(b => b.IsState).OrderBy(b => b.Layer).ElementAt(2).X;
        Assert.True((X("nor_conv_1x1") < first) != (X("none") < second));
    }

    [Fact]
    public void Rows_too_long_for_every_order_are_drawn_too()
    {
        var graph = new LabelledDag(
            ["input", .. Enumerable.Repeat("skip_connect", 7), "output"],
            [.. Enumerable.Range(1, 7).Select(n => new DagEdge(0, n)), .. Enumerable.Range(1, 7).Select(n => new DagEdge(n, 8))]);

        Assert.Equal(7, DagLayout.Draw(graph).Boxes.Where(b => b.Layer == 1).Select(b => b.X).Distinct().Count());
    }

    [Fact]
    public void Every_space_is_drawn_without_overlap()
    {
        SearchSpace[] spaces = [new NasBench101Space(), new NasBenchMacroSpace(), new DartsSpace()];
        var random = new RandomSource(4);
        foreach (var picture in spaces.SelectMany(space => Enumerable.Range(0, 20).SelectMany(_ => space.Parts(space.Sample(random)))
            .Select(part => DagLayout.Draw(part.Graph))))
        {
            Assert.All(picture.Boxes.GroupBy(b => b.Layer), row =>
                Assert.All(row.OrderBy(b => b.X).Zip(row.OrderBy(b => b.X).Skip(1)), pair => Assert.True(pair.Second.X - pair.First.X >= 100)));
            Assert.All(picture.Boxes, b => Assert.InRange(b.X, 48, picture.Width - 48));
        }
    }

    [Fact]
    public void Both_inputs_of_a_cell_carry_a_signal()
    {
        var space = new DartsSpace();
        var random = new RandomSource(5);
        var pictures = Enumerable.Range(0, 20).SelectMany(_ => space.Parts(space.Sample(random))).Select(p => DagLayout.Draw(p.Graph));
        Assert.All(pictures, picture => Assert.All(picture.Boxes.Where(b => !b.IsState), b => Assert.True(b.IsAlive)));
    }

    [Fact]
    public void The_number_of_an_argument_stands_where_its_edge_ends_and_is_no_operation()
    {
        var graph = new LabelledDag(
            ["input x", "input h", "blend", "output"], [new(0, 2, "gate"), new(1, 2, "1"), new(2, 3)]);

        var picture = DagLayout.Draw(graph);

        Assert.Equal(4, picture.Boxes.Length);
        Assert.Equal(["1", "gate"], picture.Notes.Select(n => n.Text).Order());
        var blend = picture.Boxes.Single(b => b.Label == "blend");
        Assert.All(picture.Notes, n => Assert.InRange(blend.Y - n.Y, 13, 30));
        Assert.Equal(2, picture.Notes.Select(n => n.X).Distinct().Count());
    }

    [Fact]
    public void Arguments_of_one_operation_do_not_stand_over_each_other()
    {
        var graph = new LabelledDag(
            ["input x", "input h", "linear", "blend", "output"],
            [new(0, 2), new(2, 3, "gate"), new(1, 3, "closed"), new(0, 3, "open"), new(3, 4)]);
        double[] places = [.. DagLayout.Draw(graph).Notes.Select(n => n.X).Order()];
        Assert.Equal(3, places.Length);
        Assert.All(places.Zip(places.Skip(1), (left, right) => right - left), apart => Assert.True(apart > 33, $"{apart} apart"));
    }

    [Fact]
    public void An_empty_graph_is_an_empty_picture() => Assert.Empty(DagLayout.Draw(new LabelledDag([], [])).Boxes);

    [Theory]
    [InlineData("nor_conv_3x3", "3×3 conv", "op-conv3")]
    [InlineData("nor_conv_1x1", "1×1 conv", "op-conv1")]
    [InlineData("avg_pool_3x3", "3×3 avg pool", "op-pool")]
    [InlineData("skip_connect", "skip", "op-skip")]
    [InlineData("skip_connect/2", "skip /2", "op-skip")]
    [InlineData("none", "none", "op-none")]
    [InlineData("conv3x3-bn-relu", "3×3 conv", "op-conv3")]
    [InlineData("maxpool3x3", "3×3 max pool", "op-max")]
    [InlineData("sep_conv_5x5", "5×5 sep conv", "op-conv5")]
    [InlineData("dil_conv_3x3", "3×3 dil conv", "op-dil3")]
    [InlineData("dil_conv_5x5", "5×5 dil conv", "op-dil5")]
    [InlineData("mbconv6-k5", "mbconv6 k5", "op-conv5")]
    [InlineData("elementwise_prod", "product", "op-max")]
    [InlineData("input h_prev_0", "h prev 0", "op-end")]
    [InlineData("block 2 = conv-5x5", "block 2 = conv-5x5", "op-conv5")]
    public void Operations_have_names_for_people_and_a_colour_each(string label, string title, string color)
        => Assert.Equal(new Operation(label, title, color), Operation.Of(label));
}
