using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.BlockChains;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Neural.DataSets;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>Size of the networks that the architectures of a space become.</summary>
/// <param name="Channels">Channels of the first stage (benchmarks: NAS-Bench-201 16, NAS-Bench-101 128,
/// NAS-Bench-Macro 32, DARTS 36).</param>
/// <param name="CellsPerStage">How often a cell is repeated in each of three stages (NAS-Bench-201 5, NAS-Bench-101 3,
/// DARTS 6, reduction cells aside); without meaning where a network is no repeated cell (NAS-Bench-Macro, chains of blocks).</param>
/// <param name="Image">Shape of the images.</param>
/// <param name="Classes">How many classes there are.</param>
public sealed record NetworkSize(int Channels, int CellsPerStage, ImageShape Image, int Classes);

/// <summary>Makes image classifiers, ready to train, from the architectures of a space.</summary>
/// <remarks>The one place that knows which spaces can be trained. Immutable and safe for concurrent use.</remarks>
public sealed class NetworkFactory
{
    // four nodes may share the channels of the output: one each
    private const int LeastChannels101 = 4;

    // 1,280 for 32 in the benchmark
    private const int HeadFactorMacro = 40;

    private readonly Func<Architecture, nn.Module<Tensor, Tensor>> _build;
    private readonly Func<Architecture, (long, long)> _size;

    private NetworkFactory(
        Func<Architecture, nn.Module<Tensor, Tensor>> build, Func<Architecture, (long, long)> size)
        => (_build, _size) = (build, size);

    /// <summary>Kinds of the spaces whose architectures can be built.</summary>
    public static ImmutableArray<string> Spaces { get; } =
        ["nas-bench-201", "nas-bench-101", "nas-bench-macro", "darts", "choice"];

    /// <summary>The factory of a space.</summary>
    /// <exception cref="ArgumentException">The space's architectures cannot be built; says which can.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The space's networks need more channels.</exception>
    public static NetworkFactory For(SearchSpace space, NetworkSize size)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(size);
        return space switch
        {
            NasBench201Space cells => Of(cells, size),
            NasBench101Space cells => Of(cells, size),
            NasBenchMacroSpace networks => Of(networks, size),
            DartsSpace genotypes => Of(genotypes, size),
            ChoiceSpace chains => Of(chains, size),
            _ => throw new ArgumentException(
                $"Architectures of the space '{space.Kind}' cannot be trained on images; allowed: "
                + $"{string.Join(", ", Spaces)}.", nameof(space)),
        };
    }

    /// <summary>Why the architectures of a space of a trainable kind cannot be built; null where they can.</summary>
    public static string? Fault(SearchSpace space) => space is ChoiceSpace chains ? BlockChain.Fault(chains) : null;

    /// <summary>Channels before the linear layer of NAS-Bench-Macro's networks.</summary>
    public static int HeadChannelsMacro(NetworkSize size)
    {
        ArgumentNullException.ThrowIfNull(size);
        return HeadFactorMacro * size.Channels;
    }

    /// <summary>The fewest channels with which every architecture of a space can be built.</summary>
    public static int LeastChannels(SearchSpace space) => space is NasBench101Space ? LeastChannels101 : 1;

    /// <summary>A network with libtorch's own random weights, on the CPU. // (B, C, H, W) -> (B, classes)</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    public nn.Module<Tensor, Tensor> Build(Architecture architecture) => _build(architecture);

    /// <summary>Trainable parameters, and multiply-accumulates for one image, of the network.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    public (long Parameters, long MultiplyAccumulates) SizeOf(Architecture architecture) => _size(architecture);

    private static NetworkFactory Of(NasBench201Space space, NetworkSize size)
    {
        var full = new NasBench201Size(
            size.Channels, size.CellsPerStage, size.Classes, size.Image.Height, size.Image.Channels);
        return new(a => new NasBench201Network(space.Cell(a), full), a => full.Of(space.Cell(a)));
    }

    private static NetworkFactory Of(NasBench101Space space, NetworkSize size)
    {
        if (size.Channels < LeastChannels101)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size.Channels,
                $"Networks of the space '{space.Kind}' need at least {LeastChannels101} channels: four nodes of a "
                + "cell may share them.");
        }

        var full = new NasBench101Size(
            size.Channels, Stacks: 3, size.CellsPerStage, size.Classes, size.Image.Height, size.Image.Channels);
        return new(a => new NasBench101Network(space.Cell(a), full), a => full.Of(space.Cell(a)));
    }

    private static NetworkFactory Of(NasBenchMacroSpace space, NetworkSize size)
    {
        var full = new NasBenchMacroSize(
            size.Channels, HeadChannelsMacro(size), size.Classes, size.Image.Height, size.Image.Channels);
        return new(a => new NasBenchMacroModule(space.Network(a), full), a => full.Of(space.Network(a)));
    }

    private static NetworkFactory Of(ChoiceSpace space, NetworkSize size)
    {
        if (BlockChain.Fault(space) is { } fault)
        {
            throw new ArgumentException($"The space cannot be trained on images: {fault}.", nameof(space));
        }

        var full = new BlockChainSize(size.Channels, size.Classes, size.Image.Height, size.Image.Channels);
        return new(
            a => new BlockChainNetwork(BlockChain.Of(space, a), full), a => full.Of(BlockChain.Of(space, a)));
    }

    /// <summary>Reduction cells stand at a third and at two thirds of the depth: 3 N + 2 layers have N cells in each
    /// stage (DARTS searches with N = 2 and trains with N = 6 in the end).</summary>
    private static NetworkFactory Of(DartsSpace space, NetworkSize size)
    {
        var full = new DartsSize(
            size.Channels, 3 * size.CellsPerStage + 2, size.Classes, size.Image.Height, size.Image.Channels);
        return new(a => new DartsNetwork(space.Genotype(a), full), a => full.Of(space.Genotype(a)));
    }
}
