using NasStudio.Neural.Measures;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Measures;

public sealed class JacobianCovarianceTests
{
    private const double Epsilon = 1e-5;

    [Fact]
    public void It_is_that_of_the_correlation_matrix()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.ReLU(), Nets.Linear(new float[,] { { 1, 1, 1 } }));

        // gradients (1, 0, 0) and (0, 1, 0): correlation -1/2, eigenvalues 1/2 and 3/2
        var expected = -new[] { 0.5, 1.5 }.Sum(s => Math.Log(s + Epsilon) + 1 / (s + Epsilon));
        Assert.Equal(expected,
            JacobianCovariance.Of(net, tensor(new float[,] { { 1, -1, -1 }, { -1, 1, -1 } })), 6);
    }

    [Fact]
    public void Equal_gradients_and_none_are_the_worst()
    {
        using var scope = NewDisposeScope();
        using var linear = Nets.Linear(new float[,] { { 1, 2 } });
        using var relus = Nets.TwoRelus();

        // all correlations 1: eigenvalues 0 and 2
        var expected = -new[] { 0.0, 2 }.Sum(s => Math.Log(s + Epsilon) + 1 / (s + Epsilon));
        Assert.Equal(expected, JacobianCovariance.Of(linear, tensor(new float[,] { { 1, 0 }, { 0, 1 } })), 3);
        Assert.Equal(expected, JacobianCovariance.Of(relus, tensor(new float[,] { { -1, -1 }, { 2, 3 } })), 3);
    }
}
