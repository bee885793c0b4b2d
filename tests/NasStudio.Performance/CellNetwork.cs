using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasStudio.Performance;

/// <summary>A network in the manner of NAS-Bench-201: stem, three stages of one cell, residual reductions, head.</summary>
/// <remarks>The same as <c>training_step.py</c>, line by line.</remarks>
internal sealed class CellNetwork : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> body;

    internal CellNetwork(long channels, long classes) : base(nameof(CellNetwork))
    {
        body = Sequential(
            Conv2d(3, channels, 3, padding: 1, bias: false), BatchNorm2d(channels), new Cell(channels),
            new Reduction(channels, 2 * channels), new Cell(2 * channels),
            new Reduction(2 * channels, 4 * channels), new Cell(4 * channels),
            BatchNorm2d(4 * channels), ReLU(), AdaptiveAvgPool2d(1), Flatten(), Linear(4 * channels, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => body.call(input);

    private static Module<Tensor, Tensor> Convolution(long inputs, long outputs, long kernel, long stride = 1) =>
        Sequential(ReLU(), Conv2d(inputs, outputs, kernel, stride, kernel / 2, bias: false), BatchNorm2d(outputs));

    /// <summary>|conv3x3~0|+|conv1x1~0|conv3x3~1|+|skip~0|avg_pool3x3~1|conv3x3~2|</summary>
    private sealed class Cell : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> edge01, edge02, edge12, edge13, edge23;

        internal Cell(long channels) : base(nameof(Cell))
        {
            edge01 = Convolution(channels, channels, 3);
            edge02 = Convolution(channels, channels, 1);
            edge12 = Convolution(channels, channels, 3);
            edge13 = AvgPool2d(3, stride: 1, padding: 1, count_include_pad: false);
            edge23 = Convolution(channels, channels, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var node1 = edge01.call(input);
            var node2 = edge02.call(input) + edge12.call(node1);
            return (input + edge13.call(node1) + edge23.call(node2)).MoveToOuterDisposeScope();
        }
    }

    private sealed class Reduction : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> first, second, shortcut;

        internal Reduction(long inputs, long outputs) : base(nameof(Reduction))
        {
            first = Convolution(inputs, outputs, 3, stride: 2);
            second = Convolution(outputs, outputs, 3);
            shortcut = Sequential(AvgPool2d(2), Conv2d(inputs, outputs, 1, bias: false));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return (shortcut.call(input) + second.call(first.call(input))).MoveToOuterDisposeScope();
        }
    }
}
