using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <summary>Batch normalisation over all dimensions but the channels' (dimension 1).</summary>
/// <remarks>S. Ioffe, C. Szegedy, Batch Normalization, ICML 2015, algorithms 1 and 2.</remarks>
public abstract class BatchNorm : NormBase
{
    private protected BatchNorm(
        long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, ScalarType? dtype,
        string name) : base(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype, name)
    { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var newest = momentum ?? 0.0;
        if (training && track_running_stats && num_batches_tracked is { } batches)
        {
            batches.add_(1);
            newest = momentum ?? 1.0 / batches.item<long>();
        }
        var useBatch = training || running_mean is null || running_var is null;
        var useRunning = !training || track_running_stats;
        return F.batch_norm(
            input, useRunning ? running_mean : null, useRunning ? running_var : null, affine ? weight : null, bias, useBatch, newest, eps);
    }
}

/// <summary>Batch normalisation over (N, C) or (N, C, L).</summary>
public sealed class BatchNorm1d : BatchNorm
{
    internal BatchNorm1d(
        long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, ScalarType? dtype)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype, nameof(BatchNorm1d))
    { }

    /// <inheritdoc/>
    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.ndim is not (2 or 3))
            throw new ArgumentException($"expected 2D or 3D input, but got {input.ndim}D input.", nameof(input));
    }
}

/// <summary>Batch normalisation over (N, C, H, W).</summary>
public sealed class BatchNorm2d : BatchNorm
{
    internal BatchNorm2d(
        long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, ScalarType? dtype)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype, nameof(BatchNorm2d))
    { }

    /// <inheritdoc/>
    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.ndim != 4)
            throw new ArgumentException($"expected 4D input, but got {input.ndim}D input.", nameof(input));
    }
}
