using TorchSharp;
using TorchSharp.Modules;
using static NasStudio.LibTorch.Tests.Values;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests.Modules;

public sealed class RecurrentTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void Set(Parameter? parameter, params double[] values)
    {
        using var noGrad = no_grad();
        parameter!.copy_(Of(parameter.shape, values));
    }

    [Fact]
    public void A_gru_cell_follows_its_equations()
    {
        using var cell = nn.GRUCell(1, 1, dtype: ScalarType.Float64);
        Set(cell.weight_ih, 0.1, 0.2, 0.3);
        Set(cell.weight_hh, 0.4, 0.5, 0.6);
        Set(cell.bias_ih, 0.01, 0.02, 0.03);
        Set(cell.bias_hh, 0.04, 0.05, 0.06);
        const double X = 2, H = 0.7;
        var r = Sigmoid(0.1 * X + 0.01 + 0.4 * H + 0.04);
        var z = Sigmoid(0.2 * X + 0.02 + 0.5 * H + 0.05);
        var n = Math.Tanh(0.3 * X + 0.03 + r * (0.6 * H + 0.06));
        AssertEqual([(1 - z) * n + z * H], cell.call(Of([1, 1], X), Of([1, 1], H)));
        var n0 = Math.Tanh(0.3 * X + 0.03 + Sigmoid(0.1 * X + 0.05) * 0.06);
        AssertEqual([(1 - Sigmoid(0.2 * X + 0.07)) * n0], cell.forward(Of([1, 1], X)));
    }

    [Fact]
    public void A_gru_cell_has_the_gradients_of_its_differences()
    {
        using var cell = nn.GRUCell(2, 3, dtype: ScalarType.Float64);
        var x = Gradients.SpreadVariable(2, 2);
        var h = Gradients.SpreadVariable(2, 3);
        Gradients.Check(() => cell.call(x, h).square().sum(), x, h, cell.weight_ih!, cell.weight_hh!, cell.bias_ih!, cell.bias_hh!);
    }

    [Fact]
    public void An_lstm_cell_follows_its_equations()
    {
        using var cell = nn.LSTMCell(1, 1, dtype: ScalarType.Float64);
        Set(cell.weight_ih, 0.1, 0.2, 0.3, 0.4);
        Set(cell.weight_hh, 0.5, 0.6, 0.7, 0.8);
        Set(cell.bias_ih, 0, 0, 0, 0);
        Set(cell.bias_hh, 0.01, 0.02, 0.03, 0.04);
        const double X = 1.5, H = -0.4, C = 0.9;
        double i = Sigmoid(0.1 * X + 0.5 * H + 0.01), f = Sigmoid(0.2 * X + 0.6 * H + 0.02);
        double g = Math.Tanh(0.3 * X + 0.7 * H + 0.03), o = Sigmoid(0.4 * X + 0.8 * H + 0.04);
        var (h1, c1) = cell.call(Of([1, 1], X), (Of([1, 1], H), Of([1, 1], C)));
        AssertEqual([f * C + i * g], c1);
        AssertEqual([o * Math.Tanh(f * C + i * g)], h1);
    }

    [Fact]
    public void A_gru_is_its_cell_run_along_the_sequence()
    {
        using var gru = nn.GRU(2, 3, batchFirst: true, dtype: ScalarType.Float64);
        using var cell = nn.GRUCell(2, 3, dtype: ScalarType.Float64);
        using (no_grad())
        {
            cell.weight_ih!.copy_(gru.get_parameter("weight_ih_l0")!);
            cell.weight_hh!.copy_(gru.get_parameter("weight_hh_l0")!);
            cell.bias_ih!.copy_(gru.get_parameter("bias_ih_l0")!);
            cell.bias_hh!.copy_(gru.get_parameter("bias_hh_l0")!);
        }
        var x = Gradients.Spread(2, 4, 2);   // (N, L, in)
        var (output, last) = gru.call(x);
        Tensor? h = null;
        for (var t = 0; t < 4; t++) h = cell.forward(x.select(1, t), h);
        AssertEqual(Doubles(h!), last);
        AssertEqual(Doubles(h!), output.select(1, 3));
    }

    [Fact]
    public void Stacks_in_both_directions_have_the_shapes_they_should()
    {
        using var lstm = nn.LSTM(2, 3, numLayers: 2, bidirectional: true);
        var (output, h, c) = lstm.call(zeros(5, 4, 2));
        Assert.Equal([5, 4, 6], output.shape);
        Assert.Equal([4, 4, 3], h.shape);
        Assert.Equal([4, 4, 3], c.shape);
        Assert.Equal(16, lstm.parameters().Count());
    }

    [Fact]
    public void An_embedding_looks_up_and_its_padding_stays_zero()
    {
        using var table = nn.Embedding(3, 2, padding_idx: 1, dtype: ScalarType.Float64);
        var found = table.call(tensor(new long[] { 1, 2 }));
        AssertEqual([0, 0], found[0]);
        AssertEqual(Doubles(table.weight[2]), found[1]);
        found.sum().backward();
        AssertEqual([0, 0, 0, 0, 1, 1], table.weight.grad!);
        using var given = nn.Embedding_from_pretrained(Of([2, 1], 5, 7));
        AssertEqual([7, 5], given.call(tensor(new long[] { 1, 0 })));
        Assert.False(given.weight.requires_grad);
    }
}
