using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Neural.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>
/// All pairs of DARTS cells: an operation for each (layer, edge, operation). // (B, image channels, S, S) -> (B, classes)
/// </summary>
/// <remarks>
/// The skeleton is that of <see cref="DartsNetwork"/>; the variables are those of ASNG-NAS (Akimoto et al. 2019, section 5.1),
/// for the normal, then for the reduction cell: the inputs and the operations of each node's two edges. Deviation: the two
/// inputs of a node are chosen together, for in this space they differ.
/// </remarks>
public sealed class DartsSupernet : Supernet
{
    private const int StemFactor = 3;
    private readonly DartsSpace _space;
    private readonly Conv2d _stem;
    private readonly BatchNorm2d _stemNorm;
    private readonly DartsSupernetCell[] _cells;
    private readonly Linear _classifier;

    /// <summary>A supernet with libtorch's own random weights.</summary>
    /// <param name="space">The space.</param>
    /// <param name="size">Size of the networks.</param>
    /// <param name="parts">Operations see one of so many parts of the channels; 1 for all channels.</param>
    /// <exception cref="ArgumentException">The channels cannot be parted.</exception>
    public DartsSupernet(DartsSpace space, NetworkSize size, int parts = 1)
        : base(nameof(DartsSupernet), space, size, [.. Of("normal"), .. Of("reduction")], [.. Groups(0), .. Groups(DartsChoices.Count)])
    {
        _space = space;
        long channels = size.Channels;
        var (first, second) = (StemFactor * channels, StemFactor * channels);
        register_module("stem", _stem = nn.Conv2d(size.Image.Channels, second, 3, padding: 1, bias: false));
        register_module("stemNorm", _stemNorm = nn.BatchNorm2d(second));
        _cells = new DartsSupernetCell[NetworkFactory.LayersDarts(size)];
        var reducedBefore = false;
        var partial = new PartialChannels(parts);
        for (var layer = 0; layer < _cells.Length; layer++)
        {
            var reduces = layer == _cells.Length / 3 || layer == 2 * _cells.Length / 3;
            channels *= reduces ? 2 : 1;
            _cells[layer] = new DartsSupernetCell(first, second, channels, reduces, reducedBefore, partial);
            register_module($"cell{layer}", _cells[layer]);
            (first, second, reducedBefore) = (second, DartsCell.IntermediateNodes * channels, reduces);
        }

        register_module("classifier", _classifier = nn.Linear(second, size.Classes));
    }

    /// <inheritdoc/>
    public override Architecture ArchitectureOf(IReadOnlyList<int> choices) => _space.Architecture(new DartsGenotype(
        DartsChoices.CellOf([.. choices.Take(DartsChoices.Count)]), DartsChoices.CellOf([.. choices.Skip(DartsChoices.Count)])));

    /// <inheritdoc/>
    public override ImmutableArray<int> ChoicesOf(Architecture architecture)
    {
        var genotype = _space.Genotype(architecture);
        return [.. DartsChoices.Of(genotype.Normal), .. DartsChoices.Of(genotype.Reduction)];
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor images, IReadOnlyList<Pick> picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        using var scope = NewDisposeScope();
        Pick[] normal = [.. picks.Take(DartsChoices.Count)], reduction = [.. picks.Skip(DartsChoices.Count)];
        var last = _stemNorm.call(_stem.call(images));                                 // (B, 3C, S, S)
        var beforeLast = last;
        foreach (var cell in _cells)
            (beforeLast, last) = (last, cell.forward(beforeLast, last, cell.Reduces ? reduction : normal));
        var pooled = nn.functional.adaptive_avg_pool2d(last, 1).flatten(1);            // (B, 16C)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                     // (B, classes)
    }

    private protected override IEnumerable<(string Network, string Supernet)> Renamed(IReadOnlyList<int> choices)
    {
        DartsCell[] cells =
        [
            DartsChoices.CellOf([.. choices.Take(DartsChoices.Count)]), DartsChoices.CellOf([.. choices.Skip(DartsChoices.Count)]),
        ];
        return from layer in Enumerable.Range(0, _cells.Length)
               from edge in cells[_cells[layer].Reduces ? 1 : 0].Edges.Index()
               select ($"cell{layer}.edge{edge.Index}.",
                   $"cell{layer}.{DartsSupernetCell.NameOf(DartsCell.Target(edge.Index), edge.Item.Source, (int)edge.Item.Operation)}.");
    }

    private static IEnumerable<SupernetVariable> Of(string cell) => DartsChoices.Variables
        .Select(variable => variable with { Name = $"{cell}, {variable.Name}" });

    private static IEnumerable<ImmutableArray<int>> Groups(int offset) => DartsChoices.Nodes
        .Select(node => node.Select(variable => variable + offset).ToImmutableArray());
}
