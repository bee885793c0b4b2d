using NasStudio.Core.Randomness;
using NasStudio.Search.Bananas;

namespace NasStudio.Search.Tests.Bananas;

public sealed class PredictorNetworkTests
{
    private static readonly PredictorTraining Training = new(Depth: 2, Width: 20, Epochs: 300, MiniBatch: 8, 0.01);

    [Fact]
    public void It_learns_what_no_straight_line_can()
    {
        double[][] inputs = [.. Enumerable.Range(0, 16).Select(n => Enumerable.Range(0, 4).Select(b => (double)(n >> b & 1)).ToArray())];
        double[][] parity = [.. inputs.Select(x => new[] { x.Sum() % 2, 1 - x[0] })];
        var random = new RandomSource(1);
        var network = new PredictorNetwork(4, 2, Training, random);
        network.Train(inputs, parity, [.. inputs.Select(_ => new[] { 1.0, 1.0 })], Training, random, CancellationToken.None);
        var worst = inputs.Zip(parity).Max(p => network.Predict(p.First).Zip(p.Second, (a, b) => Math.Abs(a - b)).Max());
        Assert.InRange(worst, 0, 0.3);
    }

    [Fact]
    public void The_absolute_error_finds_the_weighted_median()
    {
        // One input, three targets; the last weighs more than the other two together.
        double[][] inputs = [[1], [1], [1]];
        var random = new RandomSource(2);
        var network = new PredictorNetwork(1, 1, Training, random);
        network.Train(inputs, [[0], [1], [5]], [[1], [1], [3]], Training, random, CancellationToken.None);
        Assert.Equal(5, network.Predict([1])[0], 0.3);
    }

    [Fact]
    public void A_step_follows_the_gradient_of_the_error()
    {
        // Without training a network of zero epochs predicts as it was drawn; one tiny step must lower the error.
        double[][] inputs = [[1, 0, 1], [0, 1, 1]];
        double[][] targets = [[3], [-3]];
        double[][] weights = [[1], [1]];
        double Error(int epochs)
        {
            var training = Training with { Epochs = epochs, LearningRate = 1e-3 };
            var network = new PredictorNetwork(3, 1, training, new RandomSource(3));
            network.Train(inputs, targets, weights, training, new RandomSource(4), CancellationToken.None);
            return inputs.Zip(targets).Sum(p => Math.Abs(network.Predict(p.First)[0] - p.Second[0]));
        }

        double[] errors = [.. new[] { 0, 1, 10, 50 }.Select(Error)];
        Assert.Equal(errors.OrderDescending(), errors);
        Assert.Equal(4, errors.Distinct().Count());
    }

    [Fact]
    public void Equal_sources_give_bitwise_equal_networks()
    {
        double[] Predict()
        {
            var network = new PredictorNetwork(3, 2, Training, new RandomSource(5));
            network.Train([[1, 0, 1], [0, 1, 0]], [[1, 2], [3, 4]], [[1, 1], [1, 1]], Training, new RandomSource(6),
                CancellationToken.None);
            return network.Predict([1, 1, 0]);
        }

        Assert.Equal(Predict(), Predict());
    }
}
