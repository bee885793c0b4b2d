using NasStudio.Core.Randomness;
using static TorchSharp.torch;

namespace NasStudio.Neural.Measures;

/// <summary>Number of linear regions: into how many pieces, on each of which the network is linear, its ReLUs cut a
/// sample of inputs. A measure of expressivity.</summary>
/// <remarks>
/// Chen, Gong and Wang, "Neural Architecture Search on ImageNet in Four GPU Hours: A Theoretically Inspired
/// Perspective", ICLR 2021 (TE-NAS), section 3.2. Since almost every image lies in a region of its own once a network
/// is large, the authors' code counts on a thin network and on random 3x3 patches of one channel:
/// <see cref="Patches"/>.
/// </remarks>
public static class LinearRegions
{
    /// <summary>Side of a patch; the authors' code.</summary>
    public const int PatchSide = 3;

    /// <summary>How many different activation codes there are; larger is better.</summary>
    /// <param name="network">Its ReLUs are modules; in training mode, so that batch norm uses the batch.</param>
    /// <param name="inputs">// (samples, ...)</param>
    public static int Count(nn.Module<Tensor, Tensor> network, Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        using var scope = NewDisposeScope();
        var codes = ActivationCodes.Of(network, inputs).to(uint8).cpu();   // (samples, units)
        var (samples, units) = ((int)codes.shape[0], (int)codes.shape[1]);
        var bits = codes.data<byte>().ToArray();
        return Enumerable.Range(0, samples)
            .Select(i => Convert.ToHexString(bits, i * units, units))
            .Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>One patch of each image, at a random place of a random channel. // (B, C, H, W) -> (B, 1, 3,
    /// 3)</summary>
    public static Tensor Patches(Tensor images, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(random);
        using var scope = NewDisposeScope();
        var (count, channels) = ((int)images.shape[0], (int)images.shape[1]);
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var patches = new Tensor[count];
        for (var i = 0; i < count; i++)
        {
            patches[i] = images.narrow(0, i, 1)
                .narrow(1, random.NextInt(channels), 1)
                .narrow(2, random.NextInt(height - PatchSide + 1), PatchSide)
                .narrow(3, random.NextInt(width - PatchSide + 1), PatchSide);
        }

        return cat(patches).MoveToOuterDisposeScope();
    }
}
