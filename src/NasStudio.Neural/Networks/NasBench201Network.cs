using NasStudio.Core.Architectures.NasBench201;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// The network that NAS-Bench-201 trains: stem, three stages of equal cells with reduction blocks between them, global
/// pooling, one linear layer. // (B, image channels, S, S) -> (B, classes)
/// </summary>
/// <remarks>
/// Dong and Yang, "NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search", ICLR 2020, figure 1.
/// <see cref="NasBench201Size"/> gives its parameters and multiply-accumulates without building it.
/// </remarks>
public sealed class NasBench201Network : nn.Module<Tensor, Tensor>
{
    private const int Stages = 3;
    private readonly Conv2d _stem;
    private readonly BatchNorm2d _stemNorm, _lastNorm;
    private readonly ReLU _relu = nn.ReLU();
    private readonly Sequential _body;
    private readonly Linear _classifier;

    /// <summary>
    /// A network with libtorch's own random weights; <see cref="Training.Seeding.Fill"/> gives it reproducible ones.
    /// </summary>
    /// <param name="cell">The cell that is repeated.</param>
    /// <param name="size">Channels, repetitions, image and classes.</param>
    public NasBench201Network(NasBench201Cell cell, NasBench201Size size) : base(nameof(NasBench201Network))
    {
        ArgumentNullException.ThrowIfNull(size);
        var layers = new List<nn.Module<Tensor, Tensor>>();
        long channels = size.Channels;
        for (var stage = 0; stage < Stages; stage++)
        {
            if (stage > 0)
            {
                layers.Add(new ReductionBlock(channels));
                channels *= 2;
            }

            for (var repeat = 0; repeat < size.CellsPerStage; repeat++) layers.Add(new NasBench201CellModule(cell,
                channels));
        }

        register_module("stem", _stem = nn.Conv2d(size.ImageChannels, size.Channels, 3, padding: 1, bias: false));
        register_module("stemNorm", _stemNorm = nn.BatchNorm2d(size.Channels));
        register_module("body", _body = nn.Sequential([.. layers]));
        register_module("lastNorm", _lastNorm = nn.BatchNorm2d(channels));
        register_module("relu", _relu);
        register_module("classifier", _classifier = nn.Linear(channels, size.Classes));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _body.call(_stemNorm.call(_stem.call(input)));                     // (B, 4C, S/4, S/4)
        var active = _relu.call(_lastNorm.call(features));
        var pooled = nn.functional.adaptive_avg_pool2d(active, 1).flatten(1);          // (B, 4C)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                      // (B, classes)
    }
}
