using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures;

/// <summary>
/// A set of architectures and everything a strategy or page may ask of it. Three names of an architecture are never
/// mixed: the native string, the isomorphism class (the benchmark's own) and the functional id (what the network
/// computes).
/// </summary>
/// <remarks>Immutable and safe for concurrent use. The contract suite SearchSpaceContract holds for every
/// space.</remarks>
public abstract class SearchSpace
{
    /// <summary>Kind in files and on the command line, for instance "nas-bench-201".</summary>
    public abstract string Kind { get; }

    /// <summary>Name for people.</summary>
    public abstract string Title { get; }

    /// <summary>How the native string is to be read (for instance by which node edges are grouped); goes into every
    /// file.</summary>
    public abstract string Convention { get; }

    /// <summary>The space of which this is a part (<see cref="NarrowedSpace"/>); itself where it is whole. Whoever asks what
    /// kind of space it is asks the whole.</summary>
    public virtual SearchSpace Whole => this;

    /// <summary>Whether an architecture of <see cref="Whole"/> belongs to this space.</summary>
    public virtual bool Contains(Architecture architecture) => true;

    /// <summary>How many native strings there are; null where they are too many to count.</summary>
    public abstract long? Size { get; }

    /// <summary>Reads a native string and returns it in canonical spelling.</summary>
    /// <exception cref="FormatException">The text is not an architecture of this space; says where and what is
    /// allowed.</exception>
    public abstract Architecture Parse(string native);

    /// <summary>All architectures in a fixed order.</summary>
    /// <exception cref="NotSupportedException">The space is not enumerable (<see cref="Size"/> is null or
    /// huge).</exception>
    public abstract IEnumerable<Architecture> Enumerate();

    /// <summary>Draws uniformly over native strings.</summary>
    public abstract Architecture Sample(RandomSource random);

    /// <summary>A different architecture that differs by one elementary change (the mutation of regularised
    /// evolution).</summary>
    public abstract Architecture Mutate(Architecture architecture, RandomSource random);

    /// <summary>Every architecture at distance one, each once, without the architecture itself.</summary>
    public abstract IReadOnlyList<Architecture> Neighbours(Architecture architecture);

    /// <summary>The benchmark's isomorphism class; equal for architectures the benchmark trained only once.</summary>
    public abstract string IsomorphismClass(Architecture architecture);

    /// <summary>Equal for architectures that compute the same function: dead operations removed, skips
    /// contracted.</summary>
    public abstract string FunctionalId(Architecture architecture);

    /// <summary>The graph as the space defines it. An architecture of several cells (DARTS) has them all in it, the
    /// nodes of one after those of the other, no edge between them, the cell's name in the labels of its inputs and
    /// output; <see cref="Parts"/> has them one by one.</summary>
    public abstract LabelledDag Graph(Architecture architecture);

    /// <summary>The graphs to draw side by side, each with its name: one without a name for most spaces, "normal" and
    /// "reduction" for a space of two cells.</summary>
    public virtual IReadOnlyList<(string Name, LabelledDag Graph)> Parts(Architecture architecture)
        => [("", Graph(architecture))];

    /// <summary>The graph that is left after dead operations are removed and skips contracted (operations on
    /// nodes).</summary>
    public abstract LabelledDag FunctionalGraph(Architecture architecture);

    /// <summary>The functional graphs of an architecture's cells, in the order of <see cref="Parts"/>: one for most
    /// spaces, two for a space of two cells. Together they are <see cref="FunctionalGraph"/>.</summary>
    public virtual IReadOnlyList<LabelledDag> FunctionalParts(Architecture architecture)
        => [FunctionalGraph(architecture)];

    /// <summary>Where the nodes of <see cref="FunctionalParts"/> come from: for each cell and each node of its functional
    /// graph the place in <see cref="Places"/> of the cell's drawn graph (<see cref="Parts"/>).</summary>
    public virtual IReadOnlyList<ImmutableArray<int>> FunctionalOrigins(Architecture architecture)
        => [.. FunctionalParts(architecture).Select(graph => Enumerable.Range(0, graph.Labels.Length).ToImmutableArray())];

    /// <summary>What a drawn graph has operations or states at: its nodes, then its edges with a label, by their
    /// labels.</summary>
    public static ImmutableArray<string> Places(LabelledDag graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return [.. graph.Labels, .. graph.Edges.Where(edge => edge.Label is not null).Select(edge => edge.Label!)];
    }

    /// <summary>Whether any path leads from input to output.</summary>
    public abstract bool IsConnected(Architecture architecture);

    /// <summary>The vector of <see cref="ArchitectureEncoding.OneHot"/>, which every space has.</summary>
    public double[] Encode(Architecture architecture)
        => Encoding(ArchitectureEncoding.OneHot) is { } oneHot
            ? oneHot.Encode(architecture)
            : throw new NotSupportedException($"The space '{Kind}' has no one-hot encoding.");

    /// <summary>The encodings of the space.</summary>
    public virtual IReadOnlyList<ArchitectureEncoding> Encodings => [];

    /// <summary>The encoding of a kind (<see cref="ArchitectureEncoding.Path"/>, for instance); null where the space
    /// has none such.</summary>
    public ArchitectureEncoding? Encoding(string kind) => Encodings.FirstOrDefault(encoding => encoding.Kind == kind);

    /// <summary>The native string of an architecture of this space.</summary>
    /// <exception cref="ArgumentException">The architecture belongs to another space.</exception>
    protected string NativeOf(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return architecture.Space == Kind
            ? architecture.Native
            : throw new ArgumentException(
                $"The architecture belongs to the space '{architecture.Space}', not to '{Kind}'.",
                nameof(architecture));
    }
}
