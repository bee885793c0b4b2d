using NasStudio.OneShot.Searches;
using NasStudio.OneShot.Supernets;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Tests.Searches;

public sealed class DartsTests
{
    private static readonly DartsOptions Second = new() { Epochs = 3, BatchSize = 16, Order = 2, LearningRate = 0.1 };

    [Fact]
    public void The_second_order_gradient_is_equations_7_and_8_of_the_paper()
    {
        using var scope = NewDisposeScope();
        using var search = new Darts(Small.Context(), Second);
        var (supernet, data, rate) = (search.Supernet, search.Training.Data, Second.LearningRate);
        Tensor[] alphas = [.. search.Alphas.Logits], weights = [.. supernet.parameters()];
        var (images, labels) = data.Training(0);
        var (validationImages, validationLabels) = data.Validation(0);
        supernet.Use(NormStatistics.Batch);
        var start = Array.ConvertAll(weights, weight => weight.detach().clone());

        var gradient = Gradient(images, labels, weights);
        Put((i, weight) => gradient[i] is { } part ? weight - rate * (part + Second.WeightDecay * weight) : weight);
        var direct = Gradient(validationImages, validationLabels, alphas);
        var direction = Gradient(validationImages, validationLabels, weights);
        var epsilon = 0.01 / Math.Sqrt(direction.Sum(part => part is null ? 0 : part.square().sum().item<float>()));
        Put((i, weight) => direction[i] is { } part ? weight + epsilon * part : weight);
        var above = Gradient(images, labels, alphas);
        Put((i, weight) => direction[i] is { } part ? weight - epsilon * part : weight);
        var below = Gradient(images, labels, alphas);
        Put((_, weight) => weight);

        search.Unrolled(0);

        for (var j = 0; j < alphas.Length; j++)
        {
            var expected = direct[j]! - rate * (above[j]! - below[j]!) / (2 * epsilon);
            Assert.True(alphas[j].grad!.allclose(expected, 1e-2, 1e-3), $"variable {j}: {alphas[j].grad} and {expected}");
            Assert.False(alphas[j].grad!.allclose(direct[j]!, 1e-2, 1e-3), "the second order changes nothing");
        }

        Tensor?[] Gradient(Tensor x, Tensor y, Tensor[] of)
        {
            var loss = nn.functional.cross_entropy(supernet.forward(x, search.Alphas.Mixture(learns: true)), y);
            return [.. autograd.grad([loss], of, allow_unused: true)];
        }

        void Put(Func<int, Tensor, Tensor> moved)
        {
            using var noGradient = no_grad();
            for (var i = 0; i < weights.Length; i++) weights[i].copy_(moved(i, start[i]));
        }
    }

    [Fact]
    public void The_second_order_gradient_leaves_weights_as_they_were()
    {
        using var scope = NewDisposeScope();
        using var search = new Darts(Small.Context(), Second);
        var before = search.Supernet.parameters().Select(weight => weight.detach().clone()).ToArray();

        search.Unrolled(0);

        Assert.All(search.Supernet.parameters().Zip(before), pair => Assert.True(pair.First.Equals(pair.Second)));
    }
}
