using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Neural.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>
/// All cells of NAS-Bench-201 in the benchmark's network: a convolution for each (cell, edge, kernel). // (B, image
/// channels, S, S) -> (B, classes)
/// </summary>
/// <remarks>The skeleton is that of <see cref="NasBench201Network"/>. A variable for each of the six edges, its categories the
/// benchmark's operations in their order.</remarks>
public sealed class NasBench201Supernet : Supernet
{
    private const int Stages = 3;
    private readonly NasBench201Space _space;
    private readonly Conv2d _stem;
    private readonly BatchNorm2d _stemNorm, _lastNorm;
    private readonly nn.Module[] _body;
    private readonly Linear _classifier;

    /// <summary>A supernet with libtorch's own random weights.</summary>
    /// <param name="space">The space.</param>
    /// <param name="size">Size of the networks.</param>
    /// <param name="parts">Operations see one of so many parts of the channels; 1 for all channels.</param>
    /// <exception cref="ArgumentException">The channels cannot be parted.</exception>
    public NasBench201Supernet(NasBench201Space space, NetworkSize size, int parts = 1)
        : base(nameof(NasBench201Supernet), space, size, [.. NasBench201Cell.Edges.Select(edge => new SupernetVariable(
            $"{edge.From} -> {edge.To}", NasBench201Operations.Names, (int)NasBench201Operation.SkipConnect,
            (int)NasBench201Operation.None))])
    {
        _space = space;
        var partial = new PartialChannels(parts);
        var body = new List<nn.Module>();
        long channels = size.Channels;
        for (var stage = 0; stage < Stages; stage++)
        {
            if (stage > 0)
            {
                body.Add(new ReductionBlock(channels));
                channels *= 2;
            }

            for (var repeat = 0; repeat < size.CellsPerStage; repeat++) body.Add(new Cell(channels, partial));
        }

        register_module("stem", _stem = nn.Conv2d(size.Image.Channels, size.Channels, 3, padding: 1, bias: false));
        register_module("stemNorm", _stemNorm = nn.BatchNorm2d(size.Channels));
        _body = [.. body];
        for (var layer = 0; layer < _body.Length; layer++) register_module($"body{layer}", _body[layer]);
        register_module("lastNorm", _lastNorm = nn.BatchNorm2d(channels));
        register_module("classifier", _classifier = nn.Linear(channels, size.Classes));
    }

    /// <inheritdoc/>
    /// <remarks>The edges into each node that has several.</remarks>
    public override ImmutableArray<ImmutableArray<int>> Sums { get; } =
    [
        .. NasBench201Cell.Edges.Index().GroupBy(edge => edge.Item.To, edge => edge.Index)
            .Select(edges => edges.ToImmutableArray()).Where(edges => edges.Length > 1),
    ];

    /// <inheritdoc/>
    /// <remarks>What a cell computes has all its convolutions: where it has fewer, the others reach no output.</remarks>
    public override bool IsWasteful(ImmutableArray<int> choices)
    {
        var cell = ArchitectureOf(choices);
        return _space.FunctionalGraph(cell).Labels.Count(IsConvolution) < _space.Cell(cell).Operations.Count(o => IsConvolution(o.Name()));
    }

    /// <inheritdoc/>
    public override Architecture ArchitectureOf(IReadOnlyList<int> choices)
        => _space.Architecture(new NasBench201Cell([.. choices.Select(choice => (NasBench201Operation)choice)]));

    /// <inheritdoc/>
    public override ImmutableArray<int> ChoicesOf(Architecture architecture)
        => [.. _space.Cell(architecture).Operations.Select(operation => (int)operation)];

    /// <inheritdoc/>
    public override Tensor forward(Tensor images, IReadOnlyList<Pick> picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        using var scope = NewDisposeScope();
        var features = _stemNorm.call(_stem.call(images));
        foreach (var layer in _body)
            features = layer is Cell cell ? cell.forward(features, picks) : ((ReductionBlock)layer).call(features);
        var active = nn.functional.relu(_lastNorm.call(features));                     // (B, 4C, S/4, S/4)
        var pooled = nn.functional.adaptive_avg_pool2d(active, 1).flatten(1);          // (B, 4C)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                     // (B, classes)
    }

    private static bool IsConvolution(string operation)
        => operation == NasBench201Operation.NorConv1x1.Name() || operation == NasBench201Operation.NorConv3x3.Name();

    private protected override IEnumerable<(string Network, string Supernet)> Renamed(IReadOnlyList<int> choices)
    {
        for (var layer = 0; layer < _body.Length; layer++)
        {
            for (var edge = 0; edge < choices.Count && _body[layer] is Cell; edge++)
            {
                var (from, to) = NasBench201Cell.Edges[edge];
                yield return ($"body.{layer}.conv{from}{to}.", $"body{layer}.conv{from}{to}_{choices[edge]}.");
            }

            yield return ($"body.{layer}.", $"body{layer}.");
        }
    }

    /// <summary>Every operation on every edge; a node is the sum of what its edges bring. // (B, C, H, W) -> (B, C, H,
    /// W)</summary>
    private sealed class Cell : nn.Module
    {
        private static readonly int _operations = NasBench201Operations.Names.Length;
        private readonly ReluConvNorm?[,] _convolutions = new ReluConvNorm?[NasBench201Cell.EdgeCount, _operations];
        private readonly PartialChannels _partial;

        public Cell(long channels, PartialChannels partial) : base(nameof(Cell))
        {
            _partial = partial;
            var seen = partial.Of(channels);
            for (var edge = 0; edge < NasBench201Cell.EdgeCount; edge++)
            {
                Add(edge, NasBench201Operation.NorConv1x1, kernel: 1);
                Add(edge, NasBench201Operation.NorConv3x3, kernel: 3);
            }

            void Add(int edge, NasBench201Operation operation, int kernel)
            {
                var (from, to) = NasBench201Cell.Edges[edge];
                var convolution = _convolutions[edge, (int)operation] = new ReluConvNorm(seen, seen, kernel);
                register_module($"conv{from}{to}_{(int)operation}", convolution);
            }
        }

        public Tensor forward(Tensor input, IReadOnlyList<Pick> picks)
        {
            using var scope = NewDisposeScope();
            var nodes = new Tensor?[NasBench201Cell.Nodes];           // null where nothing comes: zeros
            nodes[0] = input;
            for (var edge = 0; edge < NasBench201Cell.EdgeCount; edge++)
            {
                var (from, to) = NasBench201Cell.Edges[edge];
                var (place, comes) = (edge, nodes[from] is not null);
                if (_partial.Sum(picks[edge], nodes[from] ?? input, 1, _operations, (operation, source)
                    => Apply(place, operation, comes ? source : null, source)) is not { } term)
                {
                    continue;
                }

                nodes[to] = nodes[to] is { } sum ? sum + term : term;
            }

            return (nodes[^1] ?? zeros_like(input)).MoveToOuterDisposeScope();
        }

        private Tensor? Apply(int edge, int operation, Tensor? source, Tensor input) => (NasBench201Operation)operation switch
        {
            // a handle of its own: the caller disposes its input
            NasBench201Operation.SkipConnect => source?.alias(),
            NasBench201Operation.AvgPool3x3 when source is not null
                => nn.functional.avg_pool2d(source, 3, stride: 1, padding: 1, count_include_pad: false),
            NasBench201Operation.NorConv1x1 or NasBench201Operation.NorConv3x3
                => _convolutions[edge, operation]!.call(source ?? zeros_like(input)),
            _ => null,
        };
    }
}
