using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.Darts;

/// <summary>What an edge of a DARTS cell does, in the order of the published code, without its "none".</summary>
/// <remarks>Liu, Simonyan and Yang, "DARTS: Differentiable Architecture Search", ICLR 2019, section 3.1.</remarks>
public enum DartsOperation
{
    /// <summary>3x3 max pooling.</summary>
    MaxPool3x3,

    /// <summary>3x3 average pooling.</summary>
    AvgPool3x3,

    /// <summary>Identity; with stride 2 two 1x1 convolutions of half the channels each, side by side.</summary>
    SkipConnect,

    /// <summary>Twice: ReLU, depthwise 3x3 convolution, 1x1 convolution, batch norm.</summary>
    SepConv3x3,

    /// <summary>Twice: ReLU, depthwise 5x5 convolution, 1x1 convolution, batch norm.</summary>
    SepConv5x5,

    /// <summary>ReLU, depthwise 3x3 convolution with dilation 2, 1x1 convolution, batch norm.</summary>
    DilConv3x3,

    /// <summary>ReLU, depthwise 5x5 convolution with dilation 2, 1x1 convolution, batch norm.</summary>
    DilConv5x5,
}

/// <summary>The published spelling of the operations.</summary>
public static class DartsOperations
{
    /// <summary>Names by operation: max_pool_3x3, avg_pool_3x3, skip_connect, sep_conv_3x3, sep_conv_5x5, dil_conv_3x3,
    /// dil_conv_5x5.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5",
    ];

    /// <summary>The published name of an operation.</summary>
    public static string Name(this DartsOperation operation) => Names[(int)operation];
}
