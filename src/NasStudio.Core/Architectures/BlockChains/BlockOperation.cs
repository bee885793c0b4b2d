using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.BlockChains;

/// <summary>What a block of a chain computes. Every one keeps the shape of its input.</summary>
public enum BlockOperation
{
    /// <summary>Nothing: the input goes through.</summary>
    Skip,

    /// <summary>3x3 convolution, batch norm, ReLU.</summary>
    Convolution3,

    /// <summary>5x5 convolution, batch norm, ReLU.</summary>
    Convolution5,

    /// <summary>Depthwise 3x3 convolution, then a 1x1 convolution, batch norm and ReLU after each.</summary>
    Separable3,
}

/// <summary>Names of the operations.</summary>
public static class BlockOperations
{
    /// <summary>Names by operation: skip, conv-3x3, conv-5x5, separable-3x3.</summary>
    public static ImmutableArray<string> Names { get; } = ["skip", "conv-3x3", "conv-5x5", "separable-3x3"];
}
