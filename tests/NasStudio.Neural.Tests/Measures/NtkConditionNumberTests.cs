using NasStudio.Neural.Measures;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Measures;

public sealed class NtkConditionNumberTests
{
    [Fact]
    public void The_kernel_of_a_linear_layer_is_the_product_of_its_inputs()
    {
        using var scope = NewDisposeScope();
        using var net = Nets.Linear(new float[,] { { 3, -2 } }, [1]);

        // df/dw = x: the kernel of (1, 0) and (0, 2) is diag(1, 4); the bias does not count
        Assert.Equal(4, NtkConditionNumber.Of(net, tensor(new float[,] { { 1, 0 }, { 0, 2 } })), 9);
        // (1, 1) and (1, 0): [[2, 1], [1, 1]] with the eigenvalues (3 +- sqrt 5) / 2
        Assert.Equal((3 + Math.Sqrt(5)) / (3 - Math.Sqrt(5)),
            NtkConditionNumber.Of(net, tensor(new float[,] { { 1, 1 }, { 1, 0 } })), 9);
    }

    [Fact]
    public void Several_logits_are_summed_and_layers_add_up()
    {
        using var scope = NewDisposeScope();
        // two equal rows, behind a layer of one weight v = 2: f = 2 (w1 + w2) v x / 2 ...
        using var net = nn.Sequential(
            Nets.Linear(new float[,] { { 2 } }), nn.ReLU(), Nets.Linear(new float[,] { { 1 }, { 1 } }));
        var inputs = tensor(new float[,] { { 1 }, { -1 } });

        // x = 1: df/dv = 2, df/dw = (2, 2): 4 + 8 = 12. x = -1: the ReLU is off, nothing: a singular kernel
        Assert.Equal(NtkConditionNumber.Largest, NtkConditionNumber.Of(net, inputs));
        // with x = 1 and x = 2 the gradients are parallel: singular too
        Assert.Equal(NtkConditionNumber.Largest,
            NtkConditionNumber.Of(net, tensor(new float[,] { { 1 }, { 2 } })));
    }

    [Fact]
    public void Gradients_of_all_layers_stand_in_one_kernel()
    {
        using var scope = NewDisposeScope();
        // f = relu(x1) w1 + relu(v x1 + x2) w2 in two layers, w = (1, 1), first layer the identity:
        // d/dfirst = [[x1, x2] where unit 1 is on, [x1, x2] where unit 2 is on], d/dw = (relu x1, relu x2)
        using var net = nn.Sequential(
            Nets.Linear(new float[,] { { 1, 0 }, { 0, 1 } }), nn.ReLU(), Nets.Linear(new float[,] { { 1, 1 } }));

        // a = (1, 1): (1, 1, 1, 1 | 1, 1), 6; b = (1, -1): (1, -1, 0, 0 | 1, 0), 3; their product 0 + 1 = 1
        var (trace, determinant) = (9.0, 6.0 * 3 - 1);
        var root = Math.Sqrt(trace * trace - 4 * determinant);
        Assert.Equal((trace + root) / (trace - root),
            NtkConditionNumber.Of(net, tensor(new float[,] { { 1, 1 }, { 1, -1 } })), 9);
    }

    [Fact]
    public void A_network_without_gradients_has_the_largest_number()
    {
        using var scope = NewDisposeScope();
        using var net = Nets.Linear(new float[,] { { 1, 1 } });

        Assert.Equal(NtkConditionNumber.Largest, NtkConditionNumber.Of(net, zeros(3, 2)));
    }
}
