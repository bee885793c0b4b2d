using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBenchMacro;

/// <summary>What a layer of a NAS-Bench-Macro network is; the number is its digit in the native string.</summary>
/// <remarks>
/// Su et al., "Prioritized Architecture Sampling with Monto-Carlo Tree Search", CVPR 2021. The inverted
/// residual blocks are those of Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018,
/// with ReLU.
/// </remarks>
public enum NasBenchMacroOperation
{
    /// <summary>Nothing; at the beginning of a stage a 1x1 convolution with batch norm, stride 2.</summary>
    Identity,

    /// <summary>Inverted residual block, expansion 3, 3x3 kernel.</summary>
    MbConv3,

    /// <summary>Inverted residual block, expansion 6, 5x5 kernel.</summary>
    MbConv6,
}

/// <summary>Names of the operations.</summary>
public static class NasBenchMacroOperations
{
    /// <summary>Names by operation: identity, mbconv3-k3, mbconv6-k5.</summary>
    public static ImmutableArray<string> Names { get; } = ["identity", "mbconv3-k3", "mbconv6-k5"];

    /// <summary>Name of an operation.</summary>
    public static string Name(this NasBenchMacroOperation operation) => Names[(int)operation];
}
