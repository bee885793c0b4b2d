using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Neural.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>
/// All networks of NAS-Bench-Macro: a chain of eight layers, each with both mobile blocks (kernel and expansion) and the skip.
/// // (B, image channels, S, S) -> (B, classes)
/// </summary>
/// <remarks>The skeleton is that of <see cref="NasBenchMacroModule"/>. A variable for each layer, its categories the
/// benchmark's operations in their order; that a layer which begins a stage calls a convolution an identity is the
/// benchmark's way.</remarks>
public sealed class NasBenchMacroSupernet : Supernet
{
    private readonly NasBenchMacroSpace _space;
    private readonly ConvNormRelu _stem, _head;
    private readonly CandidateLayer[] _layers;
    private readonly Linear _classifier;

    /// <summary>A supernet with libtorch's own random weights.</summary>
    public NasBenchMacroSupernet(NasBenchMacroSpace space, NetworkSize size)
        : base(nameof(NasBenchMacroSupernet), space, size, [.. Enumerable.Range(0, NasBenchMacroNetwork.Layers).Select(layer =>
            new SupernetVariable($"layer {layer + 1}", NasBenchMacroOperations.Names,
                NasBenchMacroNetwork.BeginsStage(layer) ? null : (int)NasBenchMacroOperation.Identity))])
    {
        _space = space;
        _layers = new CandidateLayer[NasBenchMacroNetwork.Layers];
        long channels = size.Channels;
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            var begins = NasBenchMacroNetwork.BeginsStage(layer);
            var (input, output) = (channels, begins ? 2 * channels : channels);
            _layers[layer] = new CandidateLayer(Enum.GetValues<NasBenchMacroOperation>().Select(
                operation => NasBenchMacroModule.Layer(operation, input, output, begins ? 2 : 1)));
            register_module($"layer{layer}", _layers[layer]);
            channels = output;
        }

        var head = NetworkFactory.HeadChannelsMacro(size);
        register_module("stem", _stem = new ConvNormRelu(size.Image.Channels, size.Channels, kernel: 3));
        register_module("head", _head = new ConvNormRelu(channels, head, kernel: 1));
        register_module("classifier", _classifier = nn.Linear(head, size.Classes));
    }

    /// <inheritdoc/>
    public override Architecture ArchitectureOf(IReadOnlyList<int> choices)
        => _space.Architecture(new NasBenchMacroNetwork([.. choices.Select(choice => (NasBenchMacroOperation)choice)]));

    /// <inheritdoc/>
    public override ImmutableArray<int> ChoicesOf(Architecture architecture)
        => [.. _space.Network(architecture).Operations.Select(operation => (int)operation)];

    /// <inheritdoc/>
    public override Tensor forward(Tensor images, IReadOnlyList<Pick> picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        using var scope = NewDisposeScope();
        var features = _stem.call(images);
        for (var layer = 0; layer < _layers.Length; layer++) features = _layers[layer].forward(features, picks[layer]);
        var pooled = nn.functional.adaptive_avg_pool2d(_head.call(features), 1).flatten(1);   // (B, head)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                            // (B, classes)
    }

    private protected override IEnumerable<(string Network, string Supernet)> Renamed(IReadOnlyList<int> choices)
    {
        var place = 0;                                                // identities have none
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            if (_layers[layer].IsModule(choices[layer]))
                yield return ($"body.{place++}.", $"layer{layer}.{choices[layer]}.");
        }
    }
}
