using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>Operations that see one part of the channels of their input; the other parts pass by.</summary>
/// <remarks>Xu et al., "PC-DARTS: Partial Channel Connections for Memory-Efficient Architecture Search", ICLR 2020, section
/// 3.1 and, for the shuffle and the pooling of what passes by a stride, the published code.</remarks>
/// <param name="parts">K: operations see a K-th of the channels; with 1 they see all.</param>
internal sealed class PartialChannels(int parts)
{
    /// <summary>Whether anything passes operations by.</summary>
    public bool IsPartial => parts > 1;

    /// <summary>Channels that an operation sees.</summary>
    /// <exception cref="ArgumentException">The channels cannot be parted.</exception>
    public long Of(long channels) => channels % parts == 0 ? channels / parts : throw new ArgumentException(
        $"{channels} channels cannot be parted into {parts}: the channels of the network must be a multiple of the parts.");

    /// <summary>The sum over the picked operations; null where all of them bring nothing and nothing passes by. // (B, C, H, W)
    /// -> (B, C, H/stride, W/stride)</summary>
    /// <param name="pick">What is computed.</param>
    /// <param name="input">What comes in.</param>
    /// <param name="stride">Step of the operations.</param>
    /// <param name="categories">How many operations there are.</param>
    /// <param name="compute">Output of an operation for an input; null where it brings nothing. // (B, C/K, H, W)</param>
    public Tensor? Sum(Pick pick, Tensor input, int stride, int categories, Func<int, Tensor, Tensor?> compute)
    {
        if (!IsPartial && pick.Scale is null) return pick.Sum(categories, category => compute(category, input));
        using var scope = NewDisposeScope();
        var sum = IsPartial ? Shuffled(pick, input, stride, categories, compute)
            : pick.Sum(categories, category => compute(category, input));
        return (pick.Scale is { } scale && sum is not null ? sum * scale : sum)?.MoveToOuterDisposeScope();
    }

    /// <summary>The parts take turns channel by channel, so that the next operations see some of each.</summary>
    private Tensor Shuffled(Pick pick, Tensor input, int stride, int categories, Func<int, Tensor, Tensor?> compute)
    {
        var own = Of(input.shape[1]);
        var passing = input.narrow(1, own, input.shape[1] - own);     // (B, C - C/K, H, W)
        if (stride > 1) passing = nn.functional.max_pool2d(passing, [2], ceil_mode: true);
        var seen = input.narrow(1, 0, own);                           // (B, C/K, H, W)
        var sum = pick.Sum(categories, category => compute(category, seen)) ?? zeros_like(passing.narrow(1, 0, own));
        var all = cat([sum, passing], 1);                             // (B, C, H', W')
        var (batch, height, width) = (all.shape[0], all.shape[2], all.shape[3]);
        return all.reshape(batch, parts, own, height, width).transpose(1, 2).reshape(batch, parts * own, height, width);
    }
}
