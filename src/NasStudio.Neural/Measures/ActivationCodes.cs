using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>Which ReLU units each image switches on: its code, and the linear region of the network it lies
/// in.</summary>
internal static class ActivationCodes
{
    /// <summary>One row for each image, one column for each ReLU unit. // (B, units), bool; no columns where the
    /// network has no ReLU</summary>
    /// <param name="network">Its ReLUs are modules (<see cref="ReLU"/>); runs once, in the mode it is in.</param>
    /// <param name="images">// (B, ...)</param>
    public static Tensor Of(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var codes = new List<Tensor>();
        var hooks = network.modules().OfType<ReLU>().Select(relu => relu.register_forward_hook(Heard)).ToArray();
        try
        {
            network.call(images);
        }
        finally
        {
            foreach (var hook in hooks) hook.remove();
        }

        if (codes.Count == 0) codes.Add(zeros([images.shape[0], 0], dtype: ScalarType.Bool));
        return cat(codes, 1).MoveToOuterDisposeScope();

        Tensor Heard(nn.Module<Tensor, Tensor> relu, Tensor input, Tensor output)
        {
            codes.Add(output.gt(0).flatten(1).DetachFromDisposeScope());
            scope.Attach(codes[^1]);                                  // the layer's own scope ends before ours
            return output;
        }
    }
}
