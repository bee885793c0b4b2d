using NasStudio.Core.Randomness;
using NasStudio.NeuralSearch.AgNet;
using TorchSharp;

namespace NasStudio.NeuralSearch.Tests.AgNet;

public sealed class SurrogateTests
{
    [Fact]
    public void It_can_learn_a_batch_by_heart()
    {
        using var scope = torch.NewDisposeScope();
        var random = new RandomSource(1);
        using var surrogate = new Surrogate(width: 40, metrics: 2, members: 3, random.Fork("weights"));
        using var optimiser = torch.optim.Adam(surrogate.parameters(), 3e-3);
        var inputs = torch.tensor(Draws(random, 16 * 40), [16, 40]);
        var targets = torch.tensor(Draws(random, 16 * 2), [16, 2]);
        var losses = new List<float>();
        for (var step = 0; step < 300; step++)
        {
            using var inner = torch.NewDisposeScope();
            var loss = (surrogate.forward(inputs) - targets).square().mean();
            optimiser.zero_grad();
            loss.backward();
            optimiser.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[0] > 0.1 && losses[^1] < 0.01, $"loss went from {losses[0]} to {losses[^1]}");
    }

    private static float[] Draws(RandomSource random, int count)
        => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
}
