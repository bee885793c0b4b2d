namespace NasStudio.Core.Architectures;

/// <summary>Adds up the trainable parameters and the multiply-accumulates (for one image) of a network's
/// layers.</summary>
internal sealed class SizeTally
{
    /// <summary>Trainable parameters so far.</summary>
    public long Parameters { get; private set; }

    /// <summary>Multiply-accumulates of convolutions and linear layers so far; biases and batch norm do not
    /// count.</summary>
    public long MultiplyAccumulates { get; private set; }

    /// <summary>A convolution without bias.</summary>
    /// <param name="input">Channels that come in.</param>
    /// <param name="output">Channels that go out.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="side">Height and width of what goes out.</param>
    /// <param name="groups">How many groups the channels are split into; all of them where it is depthwise.</param>
    /// <param name="batchNorm">Whether a batch norm follows.</param>
    public void Convolution(
        long input, long output, long kernel, long side, long groups = 1, bool batchNorm = true)
    {
        var weights = input / groups * output * kernel * kernel;
        Parameters += weights;
        MultiplyAccumulates += weights * side * side;
        if (batchNorm)
        {
            BatchNorm(output);
        }
    }

    /// <summary>A batch norm: a scale and a shift for each channel.</summary>
    public void BatchNorm(long channels) => Parameters += 2 * channels;

    /// <summary>A linear layer with bias.</summary>
    public void Linear(long input, long output)
    {
        Parameters += input * output + output;
        MultiplyAccumulates += input * output;
    }
}
