using System.Collections.Immutable;
using NasStudio.Core.Randomness;
using NasStudio.Neural.Language;
using NasStudio.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Language;

public sealed class RecurrentCellTests
{
    private const int Size = 5;

    [Fact]
    public void The_recipe_of_an_LSTM_computes_what_libtorchs_LSTM_cell_computes()
    {
        using var scope = NewDisposeScope();
        var random = new RandomSource(1);
        using var ours = new RecurrentCell(Recipes.Parse(Recipes.Lstm), Size);
        using var theirs = nn.LSTMCell(Size, Size);
        ours.Fill(random);
        CopyGates(ours, theirs);
        var (h, c) = (Draws.Normal(random, 3, Size), Draws.Normal(random, 3, Size));
        var state = new[] { h, c };

        for (var step = 0; step < 4; step++)
        {
            var x = Draws.Normal(random, 3, Size);
            state = ours.call(x, state);
            (h, c) = theirs.call(x, (h, c));
        }

        Assert.InRange((state[0] - h).abs().max().item<float>(), 0, 1e-6);
        Assert.InRange((state[1] - c).abs().max().item<float>(), 0, 1e-6);
    }

    [Fact]
    public void Every_operation_computes_what_it_says()
    {
        using var scope = NewDisposeScope();
        using var cell = new RecurrentCell(Recipes.Parse(
            "h_new_0=blend(x,h_prev_0,h_prev_1)|h_new_1=elementwise_sum(x,h_prev_2)|h_new_2=activation_leaky_relu(x)"), 1);
        var x = tensor(new[,] { { -2f } });

        var after = cell.call(x, [tensor(new[,] { { 3f } }), tensor(new[,] { { 5f } }), tensor(new[,] { { 7f } })]);

        Assert.Equal([-2f * 3 + 3 * 5, -2 + 7, -0.02f], after.Select(h => h.item<float>()));
        Assert.Empty(cell.parameters());
    }

    [Fact]
    public void The_order_in_which_a_recipe_lists_its_nodes_does_not_matter()
    {
        using var scope = NewDisposeScope();
        var nodes = Recipes.Parse(Recipes.Lstm);
        using var cell = new RecurrentCell(nodes, Size);
        using var reversed = new RecurrentCell([.. nodes.Reverse()], Size);
        cell.Fill(new RandomSource(1));
        reversed.Fill(new RandomSource(1));
        var (x, h) = (Draws.Normal(new RandomSource(2), 2, Size), Draws.Normal(new RandomSource(3), 2, Size));

        Assert.True(cell.call(x, [h, h])[0].Equals(reversed.call(x, [h, h])[0]));
    }

    [Theory]
    [InlineData("h_new_0=linear(x,nowhere)", "'h_new_0' has inputs that do not exist or depend on it: x, nowhere")]
    [InlineData("a=linear(b)|b=linear(a)|h_new_0=linear(a)", "'a' has inputs that do not exist or depend on it")]
    [InlineData("h_new_0=linear(h_prev_1)", "'h_new_0' has inputs that do not exist")]
    [InlineData("a=linear(x,h_prev_0)", "'a' has inputs that do not exist")]
    [InlineData("a=linear(x)|h_new_1=linear(a)", "no node 'h_new_0'")]
    [InlineData("h_new_0=softmax(x)", "'softmax' is not an operation")]
    public void A_recipe_that_is_no_cell_is_refused(string recipe, string reason)
        => Assert.Contains(reason,
            Assert.Throws<ArgumentException>(() => new RecurrentCell(Recipes.Parse(recipe), Size)).Message,
            StringComparison.Ordinal);

    [TableFact("nas-bench-nlp-wikitext2.csv")]
    public void Every_recipe_of_the_sample_becomes_a_cell_with_the_benchmarks_number_of_parameters()
    {
        foreach (var recipe in File.ReadLines(Path.Combine(TestTables.Folder, "nas-bench-nlp-wikitext2.csv")).Skip(1))
        {
            var nodes = Recipes.Parse(recipe.Split('"')[1]);
            using var cell = new RecurrentCell(nodes, 2);
            Assert.Equal(Linears(nodes, 2, 2), cell.parameters().Sum(parameter => parameter.numel()));
            // WikiText-2 has 33,278 words, tied to an embedding of 400; three layers
            var published = 33_278 * 401 + Linears(nodes, 400, 600) + Linears(nodes, 600, 600) + Linears(nodes, 600, 400);
            Assert.Equal(recipe.Split(',')[2], $"{published}");
        }
    }

    private static long Linears(ImmutableArray<RecurrentNode> nodes, long input, long hidden)
        => nodes.Where(node => node.Operation == "linear")
            .Sum(node => node.Inputs.Sum(name => name == "x" ? input : hidden) * hidden + hidden);

    /// <summary>LSTMCell stacks the rows of i, f, g, o and keeps weights of input and state apart.</summary>
    private static void CopyGates(RecurrentCell from, LSTMCell to)
    {
        using var noGradient = no_grad();
        to.bias_hh!.zero_();
        foreach (var (gate, i) in new[] { "i", "f", "g", "o" }.Select((gate, i) => (gate, i)))
        {
            var weight = from.get_parameter($"{gate}.weight")!;       // (H, 2H)
            to.weight_ih!.narrow(0, i * Size, Size).copy_(weight.narrow(1, 0, Size));
            to.weight_hh!.narrow(0, i * Size, Size).copy_(weight.narrow(1, Size, Size));
            to.bias_ih!.narrow(0, i * Size, Size).copy_(from.get_parameter($"{gate}.bias")!);
        }
    }
}
