using System.ComponentModel.DataAnnotations;
using NasStudio.OneShot.Supernets;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of <see cref="Darts"/>.</summary>
public sealed record DartsOptions : GradientSearchOptions
{
    /// <summary>1 or 2.</summary>
    [Range(1, 2)]
    [Display(Name = "Order",
        Description = "1: logits follow the validation loss of the weights as they are. 2: of the weights as they would be "
        + "after one more step, at about three times the cost.", GroupName = "1; Liu et al. 2019, section 2.3, have both")]
    public int Order { get; init; } = 1;
}

/// <summary>
/// Every operation is computed, weighted by a softmax of logits; these learn on validation batches in turn with the weights
/// on training batches.
/// </summary>
/// <remarks>Liu, Simonyan and Yang, "DARTS: Differentiable Architecture Search", ICLR 2019, algorithm 1 and equations 5 to 8.
/// It knows no complexity and ends with one architecture. Deviation: batch norm's stored statistics follow training batches
/// alone.</remarks>
public sealed class Darts(WeightSharingContext context, DartsOptions options) : GradientSearch(context, options)
{
    private const double Reach = 0.01;                                // equation 8: epsilon = 0.01 / |grad|

    private protected override Pick[] Trained(int step) => Alphas.Mixture(learns: false);

    private protected override double? Learn(int step)
        => options.Order == 1 ? Follow(step, () => Alphas.Mixture(learns: true)) : SecondOrder(step);

    private double SecondOrder(int step)
    {
        var loss = Unrolled(step);
        Alphas.Descend();
        return loss;
    }

    /// <summary>Leaves the gradient of the logits at w' = w - xi v, v the velocity that the step of the weights would have, minus
    /// xi times the mixed second derivative, as a difference of gradients at w + epsilon d and w - epsilon d, d = grad_w'
    /// L_val. Changes nothing else.</summary>
    /// <returns>The validation loss at w'.</returns>
    internal double Unrolled(int step)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = Training.Data.Training(step);
        var rate = Training.Rate(step);
        var weights = Supernet.parameters().ToArray();
        Supernet.Use(NormStatistics.Batch);
        OnTraining(1);
        var before = Array.ConvertAll(weights, weight => weight.detach().clone());
        using (no_grad())
        {
            foreach (var (weight, velocity) in weights.Zip(Training.Velocities()))
            {
                if (weight.grad is not { } gradient) continue;
                var move = gradient + options.WeightDecay * weight.detach();
                if (velocity is not null) move += options.Momentum * velocity;
                weight.sub_(rate * move);
            }
        }

        Alphas.Forget();
        Training.Forget();
        var loss = OnValidation(step, Alphas.Mixture(learns: true));
        Tensor?[] direction = Array.ConvertAll(weights, weight => weight.grad?.clone());
        var length = Math.Sqrt(direction.Sum(part => part is null ? 0 : part.square().sum().item<float>()));
        var reach = Reach / Math.Max(length, 1e-12);
        GoTo(reach);
        OnTraining(-rate / (2 * reach));
        GoTo(-reach);
        OnTraining(rate / (2 * reach));
        GoTo(0);
        Training.Forget();
        return loss;

        // adds that share of the gradients, the logits' among them
        void OnTraining(double share) => Training.Backward(step, Supernet.forward(images, Alphas.Mixture(learns: true)), labels, share);

        void GoTo(double distance)
        {
            using var noGradient = no_grad();
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i].copy_(before[i]);
                if (direction[i] is { } part && distance != 0) weights[i].add_(distance * part);
            }
        }
    }
}
