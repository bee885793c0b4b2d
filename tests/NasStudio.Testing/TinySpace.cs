using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;

namespace NasStudio.Testing;

/// <summary>Words of four letters a or b: 16 architectures, a chain of operations where b is the identity.</summary>
public sealed class TinySpace : SearchSpace
{
    private const int Letters = 4;

    /// <summary>The space.</summary>
    public TinySpace() => Encodings =
        [new OneHotEncoding(Letters, 2, a => NativeOf(a).Select(c => c - 'a'), letters => Word(i => letters[i] == 0))];

    /// <inheritdoc/>
    public override string Kind => "tiny";

    /// <inheritdoc/>
    public override string Title => "Words";

    /// <inheritdoc/>
    public override string Convention => "four letters, each a or b";

    /// <inheritdoc/>
    public override long? Size => 1 << Letters;

    /// <inheritdoc/>
    public override Architecture Parse(string native)
    {
        ArgumentNullException.ThrowIfNull(native);
        return native.Length == Letters && native.All(c => c is 'a' or 'b')
            ? new Architecture(Kind, native)
            : throw new FormatException($"'{native}' is not a word of {Letters} letters a or b.");
    }

    /// <inheritdoc/>
    public override IEnumerable<Architecture> Enumerate()
        => Enumerable.Range(0, 1 << Letters).Select(number => Word(i => (number >> i & 1) == 0));

    /// <inheritdoc/>
    public override Architecture Sample(RandomSource random) => Word(_ => random.NextInt(2) == 0);

    /// <inheritdoc/>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
        => random.Choose(Neighbours(architecture));

    /// <inheritdoc/>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
        => [.. Enumerable.Range(0, Letters).Select(at => Word(i => architecture.Native[i] == 'a' != (i == at)))];

    /// <inheritdoc/>
    public override string IsomorphismClass(Architecture architecture) => architecture.Native;

    /// <inheritdoc/>
    public override string FunctionalId(Architecture architecture)
        => CanonicalForm.Of(FunctionalGraph(architecture)).Hash;

    /// <inheritdoc/>
    public override LabelledDag Graph(Architecture architecture)
        => new(
            [LabelledDag.Input, .. architecture.Native.Select(c => $"{c}"), LabelledDag.Output],
            [.. Enumerable.Range(0, Letters + 1).Select(i => new DagEdge(i, i + 1))]);

    /// <inheritdoc/>
    public override LabelledDag FunctionalGraph(Architecture architecture)
        => FunctionalReduction.Reduce(Graph(architecture), dead: "none", identity: "b");

    /// <inheritdoc/>
    public override IReadOnlyList<ImmutableArray<int>> FunctionalOrigins(Architecture architecture)
        => [FunctionalReduction.Kept(Graph(architecture), dead: "none", identity: "b")];

    /// <inheritdoc/>
    public override IReadOnlyList<ArchitectureEncoding> Encodings { get; }

    /// <inheritdoc/>
    public override bool IsConnected(Architecture architecture) => true;

    private Architecture Word(Func<int, bool> isA)
        => new(Kind, string.Concat(Enumerable.Range(0, Letters).Select(i => isA(i) ? 'a' : 'b')));
}
