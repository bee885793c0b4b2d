using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.NasBowl;

/// <summary>Options of <see cref="NasBowlStrategy"/>.</summary>
public sealed record NasBowlOptions
{
    /// <summary>Random architectures at the start.</summary>
    [Range(2, 10_000)]
    [Description("Random architectures evaluated first, the same ones for every strategy of a seed. Source: 10, Ru et al. "
        + "2021, section 5.2.")]
    public int InitialDesign { get; init; } = 10;

    /// <summary>Architectures proposed at once.</summary>
    [Range(1, 1_000)]
    [Description("Architectures proposed in each round. Source: 5, Ru et al. 2021, section 5.2.")]
    public int BatchSize { get; init; } = 5;

    /// <summary>How graphs are compared.</summary>
    [AllowedValues(KernelKinds.Auto, KernelKinds.Dot, KernelKinds.Assignment)]
    [Description("How often two graphs share a feature: the product of its counts (dot), the smaller of them (optimal "
        + "assignment), or what suits the space (assignment on NAS-Bench-101, else dot). Source: Ru et al. 2021, appendix; "
        + "on DARTS cells dot, by our measurements.")]
    public string Kernel { get; init; } = KernelKinds.Auto;

    /// <summary>What is counted in a graph.</summary>
    [AllowedValues(FeatureKinds.WeisfeilerLehman, FeatureKinds.Walks, FeatureKinds.ShortestPaths)]
    [Description("What is counted in a graph: Weisfeiler-Lehman labels, walks, or shortest paths (of the paper's kernels "
        + "the multiscale Laplacian is left out). Source: Ru et al. 2021, "
        + "sections 3.1 and 5.1.")]
    public string Features { get; init; } = FeatureKinds.WeisfeilerLehman;

    /// <summary>Where labels look.</summary>
    [AllowedValues(NeighbourKinds.Successors, NeighbourKinds.Both)]
    [Description("Whether a Weisfeiler-Lehman label looks at what follows a node, or one kind of labels at what follows "
        + "and one at what leads there, each with half a share. Source: successors, the code of Ru et al. 2021.")]
    public string Neighbours { get; init; } = NeighbourKinds.Successors;

    /// <summary>H, the deepest level that the likelihood may choose.</summary>
    [Range(1, 10)]
    [Description("Most steps that a feature sees from its root; the marginal likelihood chooses from 1 to this. Source: 3, "
        + "Ru et al. 2021, appendix.")]
    public int Depth { get; init; } = 3;

    /// <summary>The share of vectors in the kernel.</summary>
    [Range(0.0, 1.0)]
    [Description("Share of a squared exponential kernel on vectors in the sum with the graph kernel; 0 for graphs alone. "
        + "Source: 0.1, our measurements on NAS-Bench-201; Ru et al. 2021, section 3.1, allow any weights that sum to 1.")]
    public double VectorWeight { get; init; } = 0.1;

    /// <summary>Which vectors.</summary>
    [AllowedValues(VectorKinds.Auto, InputEncodings.OneHot, InputEncodings.Path)]
    [Description("Which vectors those are: one-hot operations and edges, paths (where the space has them), or one-hot where "
        + "every operation has a place of its own (NAS-Bench-201, NAS-Bench-Macro, choices) and none where nodes may be "
        + "renumbered (auto). Source: auto, our measurements; on NAS-Bench-101 one-hot vectors rank worse.")]
    public string VectorEncoding { get; init; } = VectorKinds.Auto;

    /// <summary>The length scale of the vectors.</summary>
    [Range(0.01, 100.0)]
    [Description("Length scale of that kernel, in units of the vectors. Source: 2, four differing choices; our choice.")]
    public double VectorLengthScale { get; init; } = 2;

    /// <summary>How objectives that are to be large are learned.</summary>
    [AllowedValues(TargetKinds.Auto, TargetKinds.Value)]
    [Description("How an objective that is to be large is learned: as the logarithm of the error where all values are "
        + "percentages (auto), or always as it is. Source: auto, Ru et al. 2021, appendix.")]
    public string Target { get; init; } = TargetKinds.Auto;

    /// <summary>Examples behind an accuracy.</summary>
    [Range(1, 1_000_000_000)]
    [Description("Examples that an accuracy is measured on: an error of nothing counts as half an example. Source: 10,000, "
        + "a common size; it matters only next to 100 %.")]
    public int ValidationSize { get; init; } = 10_000;

    /// <summary>Where bad values are cut off.</summary>
    [Range(1.0, 1e9)]
    [Description("Where bad values of an objective are cut off, as a multiple of the distance between the best and the "
        + "median: architectures that do not work would else be most of what there is to explain. Source: 3, our "
        + "measurements on NAS-Bench-201 (2 to 5 are alike); Ru et al. 2021 cut nothing, as 1e9 does.")]
    public double FarEnd { get; init; } = 3;

    /// <summary>What a candidate promises for one objective.</summary>
    [AllowedValues(
        AcquisitionKinds.ExpectedImprovement, AcquisitionKinds.AugmentedExpectedImprovement,
        AcquisitionKinds.ConfidenceBound, AcquisitionKinds.Thompson)]
    [Description("How much a candidate promises for one objective (or for several made one). Source: expected improvement, "
        + "Ru et al. 2021, section 3.")]
    public string Acquisition { get; init; } = AcquisitionKinds.ExpectedImprovement;

    /// <summary>What is done about several objectives.</summary>
    [AllowedValues(SeveralObjectives.Hypervolume, SeveralObjectives.Scalarised)]
    [Description("Of two objectives: the expected gain in hypervolume, or random weights that make one of them, anew for "
        + "each proposal; of more always weights. Source: Emmerich et al. 2011; Knowles 2006.")]
    public string Several { get; init; } = SeveralObjectives.Hypervolume;

    /// <summary>How the proposals of a round keep apart.</summary>
    [AllowedValues(BatchRules.Believer, BatchRules.Penalisation)]
    [Description("How the proposals of a round keep apart: each believes what is expected of those before it, or the "
        + "surroundings of those before it count less (one objective). Source: believer, the code of Ru et al. 2021.")]
    public string Batch { get; init; } = BatchRules.Believer;

    /// <summary>Where candidates come from.</summary>
    [AllowedValues(PoolKinds.Mutation, PoolKinds.Random, PoolKinds.Evolution, PoolKinds.Whole)]
    [Description("Where the best candidate is looked for: among mutants of the best architectures and random ones, among "
        + "random ones, by regularised evolution over what candidates promise, or in the whole space (one of up to 1,000,000 "
        + "architectures; else as mutation). Source: mutation, Ru et al. 2021, section 3; on NAS-Bench-201 the whole space "
        + "finds less, by our measurements.")]
    public string Pool { get; init; } = PoolKinds.Mutation;

    /// <summary>How many candidates.</summary>
    [Range(1, 100_000)]
    [Description("Candidates of a round where it is not the whole space. Source: 200, Ru et al. 2021, section 5.2.")]
    public int PoolSize { get; init; } = 200;

    /// <summary>Share of the candidates that are mutants.</summary>
    [Range(0.0, 1.0)]
    [Description("Share of the candidates that are mutants; the rest is random. Source: 0.75, our measurements on "
        + "NAS-Bench-201 (both tables, 60 seeds); one half in Ru et al. 2021, section 5.2.")]
    public double MutantShare { get; init; } = 0.75;

    /// <summary>Parents.</summary>
    [Range(1, 1_000)]
    [Description("How many of the best architectures are mutated into candidates. Source: 10, Ru et al. 2021, section 5.2.")]
    public int Parents { get; init; } = 10;

    /// <summary>What no two proposals may share.</summary>
    [AllowedValues(Search.Distinct.Function, Search.Distinct.Architecture)]
    [Description("What no two proposals may share: the function that the architecture computes, or the architecture; where "
        + "all functions are evaluated, their twins follow. Source: function, our measurements: the kernel cannot tell "
        + "twins apart, and the published code evaluates them again.")]
    public string Distinct { get; init; } = Search.Distinct.Function;
}

/// <summary>Values of the option of that name: how graphs are compared.</summary>
public static class KernelKinds
{
    /// <summary>What suits the space.</summary>
    public const string Auto = "auto";

    /// <summary>Dot product of the histograms.</summary>
    public const string Dot = "dot";

    /// <summary>Optimal assignment: intersection of the histograms.</summary>
    public const string Assignment = "assignment";
}

/// <summary>Values of the option of that name: what is counted in a graph.</summary>
public static class FeatureKinds
{
    /// <summary>Weisfeiler-Lehman labels.</summary>
    public const string WeisfeilerLehman = "weisfeiler-lehman";

    /// <summary>Sequences of operations along walks.</summary>
    public const string Walks = "walks";

    /// <summary>Pairs of operations and how far apart they are.</summary>
    public const string ShortestPaths = "shortest-paths";
}

/// <summary>Values of the option of that name: where labels look.</summary>
public static class NeighbourKinds
{
    /// <summary>At what follows.</summary>
    public const string Successors = "successors";

    /// <summary>At what follows, and at what leads there.</summary>
    public const string Both = "both";
}

/// <summary>Values of the option of that name: which vectors the kernel sees beside graphs; those of
/// <see cref="InputEncodings"/> and one more.</summary>
public static class VectorKinds
{
    /// <summary>One-hot where operations have places of their own, else none.</summary>
    public const string Auto = "auto";
}

/// <summary>Values of the option of that name: how an objective that is to be large is learned.</summary>
public static class TargetKinds
{
    /// <summary>Percentages as the logarithm of the error, others as they are.</summary>
    public const string Auto = "auto";

    /// <summary>As it is.</summary>
    public const string Value = "value";
}

/// <summary>Values of the option of that name: what is done about several objectives.</summary>
public static class SeveralObjectives
{
    /// <summary>Expected hypervolume improvement.</summary>
    public const string Hypervolume = "hypervolume";

    /// <summary>Random weights (ParEGO).</summary>
    public const string Scalarised = "scalarised";
}

/// <summary>Values of the option of that name: how the proposals of a round keep apart.</summary>
public static class BatchRules
{
    /// <summary>Kriging believer.</summary>
    public const string Believer = "believer";

    /// <summary>Local penalisation.</summary>
    public const string Penalisation = "penalisation";
}

/// <summary>Values of the option of that name: where candidates come from.</summary>
public static class PoolKinds
{
    /// <summary>Mutants of the best and random ones.</summary>
    public const string Mutation = "mutation";

    /// <summary>Random ones.</summary>
    public const string Random = "random";

    /// <summary>Regularised evolution over what candidates promise.</summary>
    public const string Evolution = "evolution";

    /// <summary>The whole space.</summary>
    public const string Whole = "whole";
}
