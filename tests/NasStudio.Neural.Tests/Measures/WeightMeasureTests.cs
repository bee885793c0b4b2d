using NasStudio.Core.Randomness;
using NasStudio.Neural.Measures;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Measures;

/// <summary>snip, grad_norm and synflow: products of weights and gradients.</summary>
public sealed class WeightMeasureTests
{
    [Fact]
    public void Snip_and_grad_norm_of_one_linear_layer()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(Nets.Linear(new float[,] { { 1, -1 }, { 1, -1 } }));

        var measures = LossGradients.Of(net, tensor(new float[,] { { 1, 2 } }), tensor([0L]));

        // equal logits: dL/dlogit = (-1/2, 1/2), dL/dw = [[-1/2, -1], [1/2, 1]]
        Assert.Equal(0.5 + 1 + 0.5 + 1, measures.Snip, 6);
        Assert.Equal(Math.Sqrt(2.5), measures.GradNorm, 6);
    }

    [Fact]
    public void Grad_norm_adds_up_the_norms_of_layers()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(
            Nets.Linear(new float[,] { { 1, 0 }, { 0, 1 } }), nn.ReLU(), Nets.Linear(new float[,] { { 2, 0 }, { 2, 0 } }));

        // hidden (1, 2), logits (2, 2): last layer as above; first: w^T (-1/2, 1/2) = (0, 0), nothing
        Assert.Equal(Math.Sqrt(2.5), LossGradients.Of(net, tensor(new float[,] { { 1, 2 } }), tensor([0L])).GradNorm, 6);
    }

    [Fact]
    public void Synflow_conserves_its_flow_through_every_layer()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(
            Nets.Linear(new float[,] { { 1, -2 }, { 3, 4 } }), nn.ReLU(), Nets.Linear(new float[,] { { -1, 2 } }));

        // sizes alone: hidden (3, 7), output 3 + 14 = 17, once through each layer
        Assert.Equal(34, SynFlow.Of(net, 2), 9);
    }

    [Fact]
    public void Synflow_gives_the_weights_back_and_passes_batch_norm_by()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.Conv2d(1, 2, 3, bias: false), nn.BatchNorm2d(2), nn.ReLU());
        net.call(Draws.Normal(new RandomSource(1), 4, 1, 3, 3));       // moves the running statistics
        var before = net.parameters().Select(p => p.detach().clone()).ToArray();

        var flow = SynFlow.Of(net, 1, 3, 3);

        Assert.Equal(before[0].abs().to(float64).sum().item<double>(), flow, 9);
        Assert.All(net.parameters().Zip(before), pair => Assert.True(pair.First.Equals(pair.Second)));
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float32, p.dtype));
    }
}
