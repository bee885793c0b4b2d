using NasStudio.Core.Architectures.NasBenchNlp;
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
        using var ours = new RecurrentCell(Cells.Lstm, Size);
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
    public void Every_operation_without_weights_computes_what_it_says()
    {
        using var scope = NewDisposeScope();
        using var cell = new RecurrentCell(NasBenchNlpCell.Parse(
            "h_new_0=blend(x,h_prev_0,h_prev_1)|h_new_1=elementwise_sum(x,h_prev_2)|h_new_2=activation_leaky_relu(x)"), 1);

        var after = cell.call(tensor(new[,] { { -2f } }),
            [tensor(new[,] { { 3f } }), tensor(new[,] { { 5f } }), tensor(new[,] { { 7f } })]);

        Assert.Equal([-2f * 3 + 3 * 5, -2 + 7, -0.02f], after.Select(h => h.item<float>()));
        Assert.Empty(cell.parameters());
    }

    [TableFact("nas-bench-nlp-wikitext2.csv")]
    public void Every_recipe_of_the_sample_becomes_a_model_of_the_size_that_the_space_counts()
    {
        using var scope = NewDisposeScope();
        foreach (var line in File.ReadLines(Path.Combine(TestTables.Folder, "nas-bench-nlp-wikitext2.csv")).Skip(1))
        {
            var cell = NasBenchNlpCell.Parse(line.Split('"')[1]);
            using var model = new LanguageModel(cell, vocabulary: 7, Size, layers: 2);

            var (logits, _) = model.call(zeros(3, 2, dtype: int64), model.Start(2));

            Assert.Equal([3, 2, 7], logits.shape);
            Assert.Equal(new NasBenchNlpSize(7, Size, Size, 2).Of(cell).Parameters,
                model.parameters().Sum(parameter => parameter.numel()));
        }
    }

    /// <summary>LSTMCell stacks the rows of i, f, g, o and keeps weights of input and state apart.</summary>
    private static void CopyGates(RecurrentCell from, LSTMCell to)
    {
        using var noGradient = no_grad();
        to.bias_hh!.zero_();
        foreach (var (node, place) in LinearNodes(Cells.Lstm).Zip([0, 1, 2, 3]))
        {
            var weight = from.get_parameter($"node{node}.weight")!;   // (H, 2H)
            to.weight_ih!.narrow(0, place * Size, Size).copy_(weight.narrow(1, 0, Size));
            to.weight_hh!.narrow(0, place * Size, Size).copy_(weight.narrow(1, Size, Size));
            to.bias_ih!.narrow(0, place * Size, Size).copy_(from.get_parameter($"node{node}.bias")!);
        }
    }

    /// <summary>The linear nodes of i, f, g, o: a canonical cell has forgotten their names.</summary>
    private static int[] LinearNodes(NasBenchNlpCell lstm)
    {
        const int memory = 2;                                          // h_prev_1
        int[][] products = [.. lstm.Nodes.Where(node => node.Operation == NasBenchNlpOperation.ElementwiseProd)
            .Select(node => node.Arguments.ToArray())];
        var squashed = lstm.FirstNode + lstm.Nodes.Index().Single(n => n.Item is
        { Operation: NasBenchNlpOperation.ActivationTanh, Arguments: [var taken] } && Is(taken, NasBenchNlpOperation.ElementwiseSum)).Index;
        var forget = products.Single(pair => pair.Contains(memory)).Single(value => value != memory);
        var output = products.Single(pair => pair.Contains(squashed)).Single(value => value != squashed);
        var added = products.Single(pair => !pair.Contains(memory) && !pair.Contains(squashed));
        var candidate = added.Single(value => Is(value, NasBenchNlpOperation.ActivationTanh));
        var input = added.Single(value => value != candidate);
        return [.. new[] { input, forget, candidate, output }
            .Select(gate => lstm.Nodes[gate - lstm.FirstNode].Arguments[0] - lstm.FirstNode)];

        bool Is(int value, NasBenchNlpOperation operation)
            => value >= lstm.FirstNode && lstm.Nodes[value - lstm.FirstNode].Operation == operation;
    }
}
