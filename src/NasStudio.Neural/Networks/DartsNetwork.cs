using NasStudio.Core.Architectures.Darts;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// The network that DARTS trains in the end: stem, cells each of which sees the last two, reduction cells at a third
/// and at two thirds of the depth, global pooling, one linear layer. // (B, image channels, S, S) -> (B, classes)
/// </summary>
/// <remarks>
/// NetworkCIFAR of the authors' code (Liu, Simonyan and Yang 2019, appendix A.2). <see cref="DartsSize"/> gives its
/// parameters and multiply-accumulates without building it. Deviation: there is no auxiliary head.
/// </remarks>
public sealed class DartsNetwork : nn.Module<Tensor, Tensor>
{
    private const int StemFactor = 3;
    private readonly Conv2d _stem;
    private readonly BatchNorm2d _stemNorm;
    private readonly DartsCellModule[] _cells;
    private readonly Linear _classifier;

    /// <summary>
    /// A network with libtorch's own random weights; <see cref="Training.Seeding.Fill"/> gives it reproducible ones.
    /// </summary>
    /// <param name="genotype">Its two cells.</param>
    /// <param name="size">Channels, layers, image and classes.</param>
    public DartsNetwork(DartsGenotype genotype, DartsSize size) : base(nameof(DartsNetwork))
    {
        ArgumentNullException.ThrowIfNull(genotype);
        ArgumentNullException.ThrowIfNull(size);
        long channels = size.Channels;
        var (first, second) = (StemFactor * channels, StemFactor * channels);
        register_module("stem", _stem = nn.Conv2d(size.ImageChannels, second, 3, padding: 1, bias: false));
        register_module("stemNorm", _stemNorm = nn.BatchNorm2d(second));
        _cells = new DartsCellModule[size.Layers];
        var reducedBefore = false;
        for (var layer = 0; layer < _cells.Length; layer++)
        {
            var reduces = layer == size.Layers / 3 || layer == 2 * size.Layers / 3;
            channels *= reduces ? 2 : 1;
            _cells[layer] = new DartsCellModule(
                reduces ? genotype.Reduction : genotype.Normal, first, second, channels, reduces, reducedBefore);
            register_module($"cell{layer}", _cells[layer]);
            (first, second, reducedBefore) = (second, DartsCell.IntermediateNodes * channels, reduces);
        }

        register_module("classifier", _classifier = nn.Linear(second, size.Classes));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var last = _stemNorm.call(_stem.call(input));                                  // (B, 3C, S, S)
        var beforeLast = last;
        foreach (var cell in _cells) (beforeLast, last) = (last, cell.call(beforeLast, last));
        var pooled = nn.functional.adaptive_avg_pool2d(last, 1).flatten(1);            // (B, 16C)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                     // (B, classes)
    }
}
