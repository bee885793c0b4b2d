using TorchSharp;
using static NasStudio.LibTorch.Tests.Values;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NasStudio.LibTorch.Tests.Functional;

public sealed class LossTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static Tensor Logits => Of([2, 2], 0, Math.Log(3), Math.Log(4), 0);   // softmax 1/4 3/4 and 4/5 1/5
    private static Tensor Classes => tensor(new long[] { 1, 1 });

    [Fact]
    public void Cross_entropy_is_the_logarithm_of_the_right_probability()
    {
        double a = -Math.Log(0.75), b = -Math.Log(0.2);
        AssertEqual([a, b], F.cross_entropy(Logits, Classes, reduction: Reduction.None));
        AssertEqual([(a + b) / 2], CrossEntropyLoss().call(Logits, Classes));
        AssertEqual([a + b], CrossEntropyLoss(reduction: Reduction.Sum).call(Logits, Classes));
        AssertEqual([a], F.cross_entropy(Logits, tensor(new long[] { 1, 0 }), Of([2], 0, 5)));
        AssertEqual([-Math.Log(0.8)], F.cross_entropy(Logits, tensor(new long[] { 1, 0 }), ignore_index: 1));
        AssertEqual([(a + b) / 2], NLLLoss().call(F.log_softmax(Logits, 1), Classes));
    }

    [Fact]
    public void Label_smoothing_spreads_its_share_over_the_classes()
    {
        var expected = -(0.95 * Math.Log(0.75) + 0.05 * Math.Log(0.25));
        AssertEqual([expected], F.cross_entropy(Logits[0..1], Classes[0..1], label_smoothing: 0.1));
        using var loss = new TorchSharp.Modules.CrossEntropyLoss(label_smoothing: 0.1);
        AssertEqual([expected], loss.call(Logits[0..1], Classes[0..1]));
    }

    [Fact]
    public void Binary_cross_entropy_agrees_on_logits_and_probabilities()
    {
        var x = Of([2], Math.Log(3), 0);   // σ = 3/4, 1/2
        var t = Of([2], 1, 0);
        AssertEqual([-Math.Log(0.75), -Math.Log(0.5)], F.binary_cross_entropy_with_logits(x, t, reduction: Reduction.None));
        AssertEqual([-2 * Math.Log(0.75) - Math.Log(0.5)], BCEWithLogitsLoss(reduction: Reduction.Sum, pos_weights: Of([1], 2)).call(x, t));
        AssertEqual([-(Math.Log(0.75) + Math.Log(0.5)) / 2], BCELoss().call(x.sigmoid(), t));
        AssertEqual([-3 * Math.Log(0.75)], F.binary_cross_entropy(x.sigmoid(), t, Of([2], 3, 0), Reduction.Sum));
    }

    [Fact]
    public void Distances_are_what_their_names_say()
    {
        var x = Of([2], 1, 5);
        var y = Of([2], 1.5, 2);
        AssertEqual([(0.25 + 9) / 2], MSELoss().call(x, y));
        AssertEqual([3.5], L1Loss(Reduction.Sum).call(x, y));
        AssertEqual([0.125, 2.5], SmoothL1Loss(Reduction.None).call(x, y));
        AssertEqual([0.125, 2 * (3 - 1)], F.huber_loss(x, y, delta: 2, Reduction.None));
        AssertEqual([0.5 * (Math.Log(0.5) - Math.Log(0.25))], KLDivLoss(false, Reduction.Sum).call(Of([1], Math.Log(0.25)), Of([1], 0.5)));
    }

    [Fact]
    public void Losses_have_the_gradients_of_their_differences()
    {
        var logits = Gradients.SpreadVariable(3, 4);
        var classes = tensor(new long[] { 0, 3, 1 });
        var weight = Of([4], 1, 2, 0.5, 3);
        var target = Gradients.Spread(3, 4).sigmoid();
        Gradients.Check(() => F.cross_entropy(logits, classes, weight, label_smoothing: 0.2), logits);
        Gradients.Check(() => F.binary_cross_entropy_with_logits(logits, target, pos_weights: weight), logits);
        Gradients.Check(() => F.binary_cross_entropy(logits.sigmoid(), target), logits);
        Gradients.Check(() => F.mse_loss(logits, target), logits);
        Gradients.Check(() => F.nll_loss(F.log_softmax(logits, 1), classes, weight), logits);
    }
}
