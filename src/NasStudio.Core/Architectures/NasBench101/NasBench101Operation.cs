using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBench101;

/// <summary>What an inner node of a NAS-Bench-101 cell does, in the benchmark's own order.</summary>
/// <remarks>Ying et al., "NAS-Bench-101: Towards Reproducible Neural Architecture Search", ICML 2019, section
/// 2.</remarks>
public enum NasBench101Operation
{
    /// <summary>3x3 convolution, batch norm, ReLU.</summary>
    Conv3x3,

    /// <summary>1x1 convolution, batch norm, ReLU.</summary>
    Conv1x1,

    /// <summary>3x3 max pooling, stride 1.</summary>
    MaxPool3x3,
}

/// <summary>The benchmark's spelling of its operations.</summary>
public static class NasBench101Operations
{
    /// <summary>Names by operation: conv3x3-bn-relu, conv1x1-bn-relu, maxpool3x3.</summary>
    public static ImmutableArray<string> Names { get; } = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"];

    /// <summary>The benchmark's name of an operation.</summary>
    public static string Name(this NasBench101Operation operation) => Names[(int)operation];
}
