using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures.NasBenchMacro;

/// <summary>The space of NAS-Bench-Macro: 6,561 networks of eight layers, each one of three operations.</summary>
/// <remarks>
/// Su, Huang, Li, You, Wang, Qian, Zhang and Xu, "Prioritized Architecture Sampling with Monto-Carlo Tree Search", CVPR
/// 2021. An identity within a stage may stand anywhere behind the stage's first layer: 3,969 networks are different,
/// and the table repeats the accuracies of each.
/// </remarks>
public sealed class NasBenchMacroSpace : SearchSpace
{
    private const int OperationCount = 3;
    private const int NetworkCount = 6_561;                   // 3^8

    /// <summary>The space.</summary>
    public NasBenchMacroSpace() => Encodings =
    [
        new OneHotEncoding(
            NasBenchMacroNetwork.Layers, OperationCount, a => Network(a).Operations.Select(o => (int)o),
            chosen => Architecture(new NasBenchMacroNetwork([.. chosen.Select(o => (NasBenchMacroOperation)o)]))),
        new NasBenchMacroPaths(this), new NasBenchMacroGraphEncoding(this),
    ];

    /// <inheritdoc/>
    public override string Kind => "nas-bench-macro";

    /// <inheritdoc/>
    public override string Title => "NAS-Bench-Macro";

    /// <inheritdoc/>
    public override string Convention =>
        "a digit for each of eight layers, from the image on: 0 identity, 1 MBConv expansion 3 kernel 3, 2 MBConv "
        + "expansion 6 kernel 5; leading zeros count";

    /// <inheritdoc/>
    public override long? Size => NetworkCount;

    /// <summary>The network behind an architecture.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    /// <exception cref="FormatException">Its native string is not a network.</exception>
    public NasBenchMacroNetwork Network(Architecture architecture) => NasBenchMacroNetwork.Parse(NativeOf(architecture));

    /// <summary>The architecture that a network is.</summary>
    public Architecture Architecture(NasBenchMacroNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new Architecture(Kind, network.ToString());
    }

    /// <inheritdoc/>
    public override Architecture Parse(string native) => Architecture(NasBenchMacroNetwork.Parse(native));

    /// <inheritdoc/>
    /// <remarks>In the order of the numbers that the strings are to base three.</remarks>
    public override IEnumerable<Architecture> Enumerate()
    {
        for (var number = 0; number < NetworkCount; number++)
        {
            var operations = new NasBenchMacroOperation[NasBenchMacroNetwork.Layers];
            for (int layer = operations.Length - 1, rest = number; layer >= 0; layer--, rest /= OperationCount)
            {
                operations[layer] = (NasBenchMacroOperation)(rest % OperationCount);
            }

            yield return Architecture(new NasBenchMacroNetwork([.. operations]));
        }
    }

    /// <inheritdoc/>
    public override Architecture Sample(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var operations = new NasBenchMacroOperation[NasBenchMacroNetwork.Layers];
        for (var layer = 0; layer < operations.Length; layer++)
        {
            operations[layer] = (NasBenchMacroOperation)random.NextInt(OperationCount);
        }

        return Architecture(new NasBenchMacroNetwork([.. operations]));
    }

    /// <inheritdoc/>
    /// <remarks>One layer, uniformly, gets another operation, uniformly.</remarks>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var operations = Network(architecture).Operations;
        return Changed(operations, random.NextInt(operations.Length), 1 + random.NextInt(OperationCount - 1));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
    {
        var operations = Network(architecture).Operations;
        return
        [
            .. from layer in Enumerable.Range(0, operations.Length)
               from shift in Enumerable.Range(1, OperationCount - 1)
               select Changed(operations, layer, shift),
        ];
    }

    /// <inheritdoc/>
    /// <remarks>The native string of <see cref="NasBenchMacroNetwork.Normalised"/>: 3,969 different ones.</remarks>
    public override string IsomorphismClass(Architecture architecture) => Network(architecture).Normalised().ToString();

    /// <inheritdoc/>
    public override string FunctionalId(Architecture architecture)
        => CanonicalForm.Of(FunctionalGraph(architecture)).Hash;

    /// <inheritdoc/>
    /// <remarks>A chain of ten nodes.</remarks>
    public override LabelledDag Graph(Architecture architecture)
        => Chain(Network(architecture).Operations.Select(o => o.Name()));

    /// <inheritdoc/>
    /// <remarks>The first layer of each stage has "/2", its stride, behind its name and stays even where it is called
    /// an identity, for it is none.</remarks>
    public override LabelledDag FunctionalGraph(Architecture architecture)
        => FunctionalReduction.Reduce(
            WithStrides(architecture), dead: "none", identity: NasBenchMacroOperation.Identity.Name());

    /// <inheritdoc/>
    public override IReadOnlyList<ImmutableArray<int>> FunctionalOrigins(Architecture architecture)
        =>
        [
            FunctionalReduction.Kept(
                WithStrides(architecture), dead: "none", identity: NasBenchMacroOperation.Identity.Name()),
        ];

    /// <inheritdoc/>
    /// <remarks>Always: a chain has no gap.</remarks>
    public override bool IsConnected(Architecture architecture)
    {
        _ = Network(architecture);                            // refuses one of another space
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>One-hot: three entries for each layer. // (24)</remarks>
    public override IReadOnlyList<ArchitectureEncoding> Encodings { get; }

    private LabelledDag WithStrides(Architecture architecture) => Chain(Network(architecture).Operations
        .Select((o, layer) => NasBenchMacroNetwork.BeginsStage(layer) ? $"{o.Name()}/2" : o.Name()));

    private static LabelledDag Chain(IEnumerable<string> layers)
    {
        ImmutableArray<string> labels = [LabelledDag.Input, .. layers, LabelledDag.Output];
        return new LabelledDag(labels, [.. Enumerable.Range(0, labels.Length - 1).Select(v => new DagEdge(v, v + 1))]);
    }

    private Architecture Changed(ImmutableArray<NasBenchMacroOperation> operations, int layer, int shift)
        => Architecture(new NasBenchMacroNetwork(operations.SetItem(
            layer, (NasBenchMacroOperation)(((int)operations[layer] + shift) % OperationCount))));
}
