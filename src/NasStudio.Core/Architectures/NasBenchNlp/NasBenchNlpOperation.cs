using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBenchNlp;

/// <summary>What a node of a NAS-Bench-NLP cell does.</summary>
/// <remarks>Klyuchnikov, Trofimov, Artemova, Salnikov, Fedorov, Filippov and Burnaev, "NAS-Bench-NLP: Neural
/// Architecture Search Benchmark for Natural Language Processing", IEEE Access 2022 (arXiv:2006.07116, 2020), section 3.</remarks>
public enum NasBenchNlpOperation
{
    /// <summary>W1 x1 + W2 x2 (+ W3 x3) + b.</summary>
    Linear,

    /// <summary>Product, element by element.</summary>
    ElementwiseProd,

    /// <summary>Sum, element by element.</summary>
    ElementwiseSum,

    /// <summary>Logistic sigmoid.</summary>
    ActivationSigm,

    /// <summary>Hyperbolic tangent.</summary>
    ActivationTanh,

    /// <summary>Leaky ReLU.</summary>
    ActivationLeakyRelu,

    /// <summary>blend(z, x, y) = z x + (1 - z) y, element by element.</summary>
    Blend,
}

/// <summary>Names of the operations and how many arguments they take.</summary>
public static class NasBenchNlpOperations
{
    /// <summary>Names by operation: linear, elementwise_prod, elementwise_sum, activation_sigm, activation_tanh,
    /// activation_leaky_relu, blend.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "linear", "elementwise_prod", "elementwise_sum", "activation_sigm", "activation_tanh", "activation_leaky_relu",
        "blend",
    ];

    /// <summary>The benchmark's name of an operation.</summary>
    public static string Name(this NasBenchNlpOperation operation) => Names[(int)operation];

    /// <summary>Fewest and most arguments.</summary>
    public static (int Fewest, int Most) Arguments(this NasBenchNlpOperation operation) => operation switch
    {
        NasBenchNlpOperation.Linear => (2, 3),
        NasBenchNlpOperation.ElementwiseProd or NasBenchNlpOperation.ElementwiseSum => (2, 2),
        NasBenchNlpOperation.Blend => (3, 3),
        _ => (1, 1),
    };

    /// <summary>Operations that take so many arguments.</summary>
    internal static IEnumerable<NasBenchNlpOperation> Taking(int arguments)
        => Enum.GetValues<NasBenchNlpOperation>()
            .Where(o => o.Arguments().Fewest <= arguments && arguments <= o.Arguments().Most);
}
