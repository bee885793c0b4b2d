using NasStudio.Core.Architectures.NasBench101;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.Neural.Networks;

/// <summary>
/// The network that NAS-Bench-101 trains: stem, stacks of equal cells with max pooling between them, global pooling,
/// one linear layer. // (B, image channels, S, S) -> (B, classes)
/// </summary>
/// <remarks>
/// Ying et al., "NAS-Bench-101: Towards Reproducible Neural Architecture Search", ICML 2019, figure 1.
/// <see cref="NasBench101Size"/> gives its parameters and multiply-accumulates without building it. Deviation: batch
/// norm keeps a tenth of each batch in its running statistics, where the benchmark keeps 0.3 percent: its 108 epochs
/// are some 40,000 steps, ours are hundreds.
/// </remarks>
public sealed class NasBench101Network : nn.Module<Tensor, Tensor>
{
    private readonly ConvNormRelu _stem;
    private readonly Sequential _body;
    private readonly Linear _classifier;

    /// <summary>
    /// A network with libtorch's own random weights; <see cref="Training.Seeding.Fill"/> gives it reproducible ones.
    /// </summary>
    /// <param name="cell">The cell that is repeated.</param>
    /// <param name="size">Channels, repetitions, image and classes.</param>
    public NasBench101Network(NasBench101Cell cell, NasBench101Size size) : base(nameof(NasBench101Network))
    {
        ArgumentNullException.ThrowIfNull(size);
        var layers = new List<nn.Module<Tensor, Tensor>>();
        var (input, output) = (size.Channels, size.Channels);
        for (var stack = 0; stack < size.Stacks; stack++)
        {
            if (stack > 0)
            {
                layers.Add(nn.MaxPool2d(2, stride: 2, ceil_mode: true));
                output *= 2;
            }

            for (var repeat = 0; repeat < size.CellsPerStack; repeat++)
            {
                layers.Add(new NasBench101CellModule(cell, input, output));
                input = output;
            }
        }

        register_module("stem", _stem = new ConvNormRelu(size.ImageChannels, size.Channels, kernel: 3));
        register_module("body", _body = nn.Sequential([.. layers]));
        register_module("classifier", _classifier = nn.Linear(output, size.Classes));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _body.call(_stem.call(input));                                  // (B, 4C, S/4, S/4)
        var pooled = nn.functional.adaptive_avg_pool2d(features, 1).flatten(1);        // (B, 4C)
        return _classifier.call(pooled).MoveToOuterDisposeScope();                     // (B, classes)
    }
}
