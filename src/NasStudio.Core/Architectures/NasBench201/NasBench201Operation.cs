using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBench201;

/// <summary>What an edge of a NAS-Bench-201 cell does, in the benchmark's own order.</summary>
/// <remarks>Dong and Yang, "NAS-Bench-201: Extending the Scope of Reproducible NAS", ICLR 2020, section 2.1.</remarks>
public enum NasBench201Operation
{
    /// <summary>Zero: the edge carries nothing.</summary>
    None,

    /// <summary>Identity.</summary>
    SkipConnect,

    /// <summary>ReLU, 1x1 convolution, batch norm.</summary>
    NorConv1x1,

    /// <summary>ReLU, 3x3 convolution, batch norm.</summary>
    NorConv3x3,

    /// <summary>3x3 average pooling, stride 1.</summary>
    AvgPool3x3,
}

/// <summary>The benchmark's spelling of its operations.</summary>
public static class NasBench201Operations
{
    /// <summary>Names by operation: none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3.</summary>
    public static ImmutableArray<string> Names { get; } =
        ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

    /// <summary>The benchmark's name of an operation.</summary>
    public static string Name(this NasBench201Operation operation) => Names[(int)operation];
}
