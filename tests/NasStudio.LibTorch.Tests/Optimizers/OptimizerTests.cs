using TorchSharp;
using TorchSharp.Modules;
using static NasStudio.LibTorch.Tests.Values;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests.Optimizers;

/// <summary>Three steps on f(w) = w², whose gradient is 2w, against the equations written out.</summary>
public sealed class OptimizerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static Parameter Start => nn.Parameter(Of([1], 1.5));

    private static void Run(Parameter w, optim.Optimizer optimizer, int steps = 3)
    {
        for (var i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            w.square().sum().backward();
            optimizer.step();
        }
    }

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(0.9, 0, 0, false)]
    [InlineData(0.9, 0.3, 0, false)]
    [InlineData(0.9, 0, 0.1, true)]
    public void Sgd_follows_its_equations(double momentum, double dampening, double decay, bool nesterov)
    {
        var w = Start;
        using var optimizer = optim.SGD([w], 0.1, momentum, dampening, decay, nesterov);
        Run(w, optimizer);

        double expected = 1.5, v = 0;
        for (var t = 1; t <= 3; t++)
        {
            var g = 2 * expected + decay * expected;
            v = t == 1 ? g : momentum * v + (1 - dampening) * g;
            expected -= 0.1 * (momentum == 0 ? g : nesterov ? g + momentum * v : v);
        }
        AssertEqual([expected], w, 1e-12);
    }

    [Theory]
    [InlineData(false, 0, false)]
    [InlineData(false, 0.1, true)]
    [InlineData(true, 0.1, false)]
    public void Adam_follows_its_equations(bool decoupled, double decay, bool amsgrad)
    {
        var w = Start;
        using OptimizerHelper optimizer = decoupled
            ? optim.AdamW([w], 0.1, 0.8, 0.9, 1e-3, decay, amsgrad) : optim.Adam([w], 0.1, 0.8, 0.9, 1e-3, decay, amsgrad);
        Run(w, optimizer);

        double expected = 1.5, m = 0, v = 0, largest = 0;
        for (var t = 1; t <= 3; t++)
        {
            var g = 2 * expected + (decoupled ? 0 : decay * expected);
            if (decoupled) expected *= 1 - 0.1 * decay;
            m = 0.8 * m + 0.2 * g;
            v = 0.9 * v + 0.1 * g * g;
            largest = Math.Max(largest, v);
            var square = amsgrad ? largest : v;
            expected -= 0.1 * (m / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(square / (1 - Math.Pow(0.9, t))) + 1e-3);
        }
        AssertEqual([expected], w, 1e-12);
    }

    [Fact]
    public void Groups_have_options_of_their_own()
    {
        var (a, b) = (Start, Start);
        using var optimizer = optim.SGD([new SGD.ParamGroup([a], lr: 0.1), new SGD.ParamGroup { Parameters = [b] }], 0.2);
        Assert.Equal([0.1, 0.2], optimizer.ParamGroups.Select(group => group.LearningRate));
        (a.square() + b.square()).sum().backward();
        optimizer.step();
        AssertEqual([1.2], a, 1e-12);
        AssertEqual([0.9], b, 1e-12);
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([a])));
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        var (a, b) = (Start, Start);
        using var optimizer = optim.Adam([a, b]);
        a.sum().backward();
        optimizer.step();
        AssertEqual([1.5], b);
        Assert.Equal([1L, 0], optimizer.state_dict().State.Select(state => ((Adam.State)state).step));
    }

    [Fact]
    public void A_saved_optimiser_goes_on_where_it_was()
    {
        foreach (var make in new Func<Parameter, OptimizerHelper>[]
                 { w => optim.SGD([w], 0.1, 0.9), w => optim.AdamW([w], 0.1, weight_decay: 0.1, amsgrad: true) })
        {
            var whole = Start;
            using var one = make(whole);
            Run(whole, one, 5);

            var first = Start;
            using var two = make(first);
            Run(first, two, 3);
            using var file = new MemoryStream();
            two.save_state_dict(new BinaryWriter(file));
            var second = nn.Parameter(first.detach().clone());
            using var three = make(second);
            file.Position = 0;
            three.load_state_dict(new BinaryReader(file));
            Run(second, three, 2);
            AssertEqual(Doubles(whole), second, 0);

            using var four = make(nn.Parameter(zeros(1)));
            four.load_state_dict(three.state_dict());
            Assert.True(four.state_dict().State[0].ApproximatelyEquals(three.state_dict().State[0]));
        }
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        using var file = new MemoryStream();
        using var sgd = optim.SGD([Start], 0.1);
        using var adam = optim.Adam([Start]);
        sgd.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        Assert.Throws<InvalidDataException>(() => adam.load_state_dict(new BinaryReader(file)));
        Assert.Throws<ArgumentException>(() => optim.SGD([Start], -1));
        Assert.Throws<ArgumentException>(() => optim.SGD([Start], 0.1, nesterov: true));
    }

    [Fact]
    public void Gradients_are_clipped_together()
    {
        var (a, b) = (nn.Parameter(Of([1], 0)), nn.Parameter(Of([1], 0)));
        (3 * a + 4 * b).sum().backward();
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 10), 1e-12);
        AssertEqual([3], a.grad!, 1e-12);
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 1), 1e-12);
        AssertEqual([0.6], a.grad!, 1e-6);
        Assert.Equal(0.8, nn.utils.clip_grad_norm_([a, b], 1, double.PositiveInfinity), 1e-6);
        nn.utils.clip_grad_value_([a, b], 0.7);
        AssertEqual([0.7], b.grad!, 1e-12);
        AssertEqual([0, 0], nn.utils.parameters_to_vector([a, b]));
        nn.utils.vector_to_parameters(Of([2], 8, 9), [a, b]);
        AssertEqual([9], b);
    }

    [Fact]
    public void Gradients_can_be_zeroed_instead_of_dropped()
    {
        var w = Start;
        using var optimizer = optim.SGD([w], 0.1);
        w.sum().backward();
        optimizer.zero_grad(set_to_none: false);
        AssertEqual([0], w.grad!);
        optimizer.zero_grad();
        Assert.Null(w.grad);
    }
}
