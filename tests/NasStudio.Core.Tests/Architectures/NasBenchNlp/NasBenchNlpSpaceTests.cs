using System.Globalization;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Randomness;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Architectures.NasBenchNlp;

public sealed class NasBenchNlpSpaceTests : SearchSpaceContract
{
    private const string Recipes = "nas-bench-nlp-wikitext2.csv";
    private const string Rnn = "f=linear(x,h_prev_0)|h_new_0=activation_tanh(f)";
    private readonly NasBenchNlpSpace _space = new();

    protected override SearchSpace Space => _space;

    [TableFact(Recipes)]
    public void Every_recipe_is_read_with_as_many_nodes_and_parameters_as_the_benchmark_counts()
        => Assert.All(Rows(), row =>
        {
            var cell = _space.Cell(Space.Parse(row.Recipe));
            Assert.Equal(row.Nodes, cell.Nodes.Length);
            Assert.Equal(row.Parameters, new NasBenchNlpSize().Of(cell).Parameters);
        });

    [TableFact(Recipes)]
    public void Every_recipe_comes_back_from_its_encodings()
        => Assert.All(Rows().Select(row => Space.Parse(row.Recipe)).Distinct(), recipe =>
            Assert.All(Space.Encodings, encoding => Assert.Equal(recipe, encoding.Decode(encoding.Encode(recipe)))));

    [Fact]
    public void Names_the_order_of_nodes_and_of_arguments_of_a_sum_mean_nothing()
    {
        var one = Space.Parse(
            "a=linear(x,h_prev_0)|b=activation_sigm(a)|c=elementwise_prod(b,h_prev_0)|h_new_0=blend(b,c,a)");
        var other = Space.Parse(
            " h_new_0 = blend(q, r, p) | r=elementwise_prod(h_prev_0,q)|q=activation_sigm(p)|p=linear(h_prev_0, x)");
        Assert.Equal(one, other);
        Assert.Equal(Space.IsomorphismClass(one), Space.IsomorphismClass(other));
    }

    [Fact]
    public void The_order_of_a_blends_arguments_and_which_state_is_which_count()
    {
        const string start = "a=linear(x,h_prev_0)|b=activation_sigm(a)|c=activation_tanh(a)|";
        string[] classes =
        [
            .. new[] { "a,b,c", "a,c,b", "b,a,c" }
                .Select(order => Space.IsomorphismClass(Space.Parse($"{start}h_new_0=blend({order})"))),
        ];
        Assert.Equal(3, classes.Distinct().Count());
        const string two = "a=linear(x,h_prev_0)|b=linear(a,h_prev_1)|";
        Assert.NotEqual(
            Space.IsomorphismClass(Space.Parse($"{two}h_new_0=activation_tanh(a)|h_new_1=activation_sigm(b)")),
            Space.IsomorphismClass(Space.Parse($"{two}h_new_1=activation_tanh(a)|h_new_0=activation_sigm(b)")));
    }

    [Fact]
    public void The_graph_has_inputs_nodes_and_outputs()
    {
        var graph = Space.Graph(Space.Parse(Rnn));
        Assert.Equal<string>(["input x", "input h_prev_0", "linear", "activation_tanh", "output h_new_0"], graph.Labels);
        Assert.Equal<DagEdge>([new(0, 2), new(1, 2), new(2, 3), new(3, 4)], graph.Edges);
    }

    [Fact]
    public void A_plain_cell_of_tiny_widths_is_counted_by_hand()
    {
        // Five words of width 2, states of width 3: layer 1 has (2 + 3) * 3 weights, layer 2 (3 + 2) * 2.
        var size = new NasBenchNlpSize(Words: 5, WordWidth: 2, StateWidth: 3, Layers: 2);
        Assert.Equal((5 * 2 + 5 + 15 + 3 + 10 + 2, 10 + 15 + 10), size.Of(NasBenchNlpCell.Parse(Rnn)));
        Assert.Throws<InvalidOperationException>(() => (size with { Layers = 0 }).Of(NasBenchNlpCell.Parse(Rnn)));
    }

    [Theory]
    [InlineData("f=linear(x,h_prev_0)", "it has 0 new state(s) (allowed: 1 to 3")]
    [InlineData("h_new_0=linear(x)", "'h_new_0' gives 1 argument(s) to linear (allowed: 2 to 3)")]
    [InlineData("h_new_0=relu(x,h_prev_0)", "'h_new_0': 'relu' is not an operation (allowed: linear, ")]
    [InlineData("h_new_0=linear(x,y)", "'h_new_0': the argument 'y' is neither a node nor an input")]
    [InlineData("h_new_0=linear(x,h_prev_1)", "the argument 'h_prev_1' is neither")]
    [InlineData("h_new_0=linear(x,x)", "'h_new_0' takes one argument twice")]
    [InlineData("h_new_1=linear(x,h_prev_0)", "it has 1 new state(s) but no 'h_new_0'")]
    [InlineData("h_new_0=linear(x,h_prev_0)|h_new_0=activation_tanh(x)", "'h_new_0' is there twice")]
    [InlineData("x=linear(x,h_prev_0)|h_new_0=activation_tanh(x)", "'x' is there twice or is an input's name")]
    [InlineData("h_new_0=activation_tanh(x)", "'h_prev_0' is not used")]
    [InlineData("f=activation_tanh(x)|h_new_0=linear(x,h_prev_0)", "'f' is not used")]
    [InlineData(
        "f=linear(g,x)|g=linear(f,h_prev_0)|h_new_0=activation_tanh(f)", "there is a cycle")]
    [InlineData("h_new_0=linear(x,h_prev_0", "'h_new_0=linear(x,h_prev_0' is not of the form name=operation")]
    [InlineData("a b=linear(x,h_prev_0)", "the name 'a b' is not of letters")]
    public void Faults_say_where_and_what_is_allowed(string recipe, string reason)
    {
        var message = Assert.Throws<FormatException>(() => Space.Parse(recipe)).Message;
        Assert.StartsWith($"'{recipe}' is not a NAS-Bench-NLP recipe: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_nodes_are_refused()
    {
        var nodes = string.Concat(Enumerable.Range(1, 20).Select(i => $"|n{i}=activation_tanh(n{i - 1})"));
        var recipe = $"n0=linear(x,h_prev_0){nodes}|h_new_0=activation_tanh(n20)";
        Assert.Contains(
            "it has 22 nodes (allowed: 1 to 21)", Assert.Throws<FormatException>(() => Space.Parse(recipe)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_have_one_to_three_states_and_many_sizes()
    {
        var random = new RandomSource(5);
        var cells = Enumerable.Range(0, 300).Select(_ => _space.Cell(Space.Sample(random))).ToList();
        Assert.Equal([1, 2, 3], cells.Select(c => c.States).Distinct().Order());
        Assert.True(cells.Select(c => c.Nodes.Length).Distinct().Count() >= 8);
        Assert.All(
            Enum.GetValues<NasBenchNlpOperation>(),
            operation => Assert.Contains(cells, c => c.Nodes.Any(n => n.Operation == operation)));
    }

    [Fact]
    public void Mutations_grow_and_shrink_cells()
    {
        var random = new RandomSource(6);
        var start = Space.Parse("f=linear(x,h_prev_0)|g=activation_sigm(f)|h_new_0=activation_tanh(g)");
        var sizes = Enumerable.Range(0, 200).Select(_ => _space.Cell(Space.Mutate(start, random)).Nodes.Length);
        Assert.Equal([2, 3, 4], sizes.Distinct().Order());
    }

    private static IEnumerable<(string Recipe, int Nodes, long Parameters)> Rows()
        => File.ReadLines(Path.Combine(TestTables.Folder, Recipes)).Skip(1)
            .Select(line => (Parts: line.Split('"'), Values: line.Split(',')))
            .Select(row => (
                row.Parts[1], int.Parse(row.Values[10], CultureInfo.InvariantCulture),
                long.Parse(row.Values[2], CultureInfo.InvariantCulture)));
}
