using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class AutogradTests
{
    [Fact]
    public void Backward_adds_to_the_leaves_gradients()
    {
        var x = tensor(new[] { 1.0, 2, 3 }, requires_grad: true);
        Assert.Null(x.grad);
        x.pow(2).sum().backward();
        Check.Equal([2, 4, 6], x.grad!);
        x.sum().backward();
        Check.Equal([3, 5, 7], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
        x.grad = tensor(new[] { 1.0, 1, 1 });
        Check.Equal([1, 1, 1], x.grad!);
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
        Assert.False(x.detach().requires_grad);
    }

    [Fact]
    public void Gradients_are_returned_per_sample_and_to_any_order()
    {
        var w = tensor(new[] { 1.0, 2 }, requires_grad: true);
        var inputs = tensor(new double[,] { { 1, 0 }, { 0, 3 }, { 2, 2 } });
        var perSample = inputs.unbind().Select(row => autograd.grad([row.dot(w).pow(2)], [w])[0]).ToArray();
        Check.Equal([2, 0], perSample[0]);           // 2 (x w) x
        Check.Equal([0, 36], perSample[1]);
        Check.Equal([24, 24], perSample[2]);

        var x = tensor(2.0, requires_grad: true);
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        Check.Equal(12, first);
        Check.Equal(12, autograd.grad([first], [x])[0]);                                      // 6 x
        Check.Equal(24, autograd.grad([x.pow(3)], [x], grad_outputs: [tensor(2.0)])[0]);
        Assert.Null(autograd.grad([x * 1], [x, w], allow_unused: true)[1]);
        Assert.Throws<ExternalException>(() => autograd.grad([x * 1], [w]));
    }

    [Fact]
    public void Gradient_modes_nest_and_come_back()
    {
        var x = ones([1], requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False((x * 2).requires_grad);
        }
        Assert.True((x * 2).requires_grad);
        using (set_grad_enabled(false)) Assert.False(is_grad_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Gradients_of_compositions_agree_with_finite_differences()
    {
        double[] x = [0.5, -1.5, 2.0], y = [1.2, 0.4, -0.7];
        Check.Gradients(t => (t[0] * t[1] + t[0] / (t[1].pow(2) + 1)).sigmoid(), x, y);
        Check.Gradients(t => where(t[0] > 0, t[0].exp(), t[1] * t[1]), x, y);
        Check.Gradients(t => cat([t[0], t[1]]).view(2, 3).transpose(0, 1)[1], x, y);
        Check.Gradients(t => t[0].index_select(0, tensor(new[] { 2L, 2L, 0L })) * t[1], x, y);
        Check.Gradients(t => t[0].gather(0, tensor(new[] { 1L })) * t[1].clamp(-0.5, 1), x, y);
        Check.Gradients(t => t[0].scatter_add(0, tensor(new[] { 0L, 0L, 1L }), t[1]).tanh(), x, y);
        Check.Gradients(t => t[0].masked_fill(t[0].lt(0), 3) * t[1].expand(2, 3), x, y);
        Check.Gradients(t => stack([t[0], t[1]]).norm(0).log(), x, y);
    }

    [Fact]
    public void Training_by_hand_leaves_no_handle_behind()
    {
        using var outer = NewDisposeScope();
        using var generator = new Generator(3);
        var x = randn([64, 8], generator: generator);
        var target = x.mm(randn([8, 1], generator: generator));
        var w = zeros([8, 1], requires_grad: true);
        long after = 0, before = 0;
        var loss = double.NaN;
        for (var step = 0; step < 1010; step++)
        {
            if (step == 10) before = Settled();
            using var scope = NewDisposeScope();
            var error = (x.mm(w) - target).pow(2).mean();
            error.backward();
            using (no_grad())
            {
                w.sub_(w.grad! * 0.1);
                w.grad!.zero_();
            }
            loss = error.ToDouble();
        }
        after = Settled();
        Assert.Equal(before, after);
        Assert.True(loss < 1e-6, $"loss {loss}");
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return NativeHandles.Live;
    }
}
