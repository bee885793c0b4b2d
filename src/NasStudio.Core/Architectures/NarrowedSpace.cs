using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures;

/// <summary>A part of a space: those of its architectures that a rule keeps. Names, graphs and encodings are those of the
/// whole.</summary>
/// <remarks>What an encoding decodes may lie outside; <see cref="Contains"/> says so. Deviation from what holds for whole
/// spaces: an architecture may have no neighbour here, and a mutation then is several steps away.</remarks>
public sealed class NarrowedSpace : SearchSpace
{
    private const int FutileDraws = 100_000;
    private const int Steps = 50;                             // single mutations, and then a walk of so many
    private const long MostCounted = 100_000;
    private readonly Func<Architecture, bool> _keeps;
    private readonly Lazy<long?> _size;

    /// <summary>A part of a space.</summary>
    /// <param name="whole">The space.</param>
    /// <param name="keeps">Whether an architecture of the whole stays; safe for concurrent use, and always of one
    /// mind.</param>
    public NarrowedSpace(SearchSpace whole, Func<Architecture, bool> keeps)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(keeps);
        (Whole, _keeps) = (whole.Whole, whole is NarrowedSpace narrowed ? a => narrowed.Contains(a) && keeps(a) : keeps);
        _size = new Lazy<long?>(() => Whole.Size <= MostCounted ? Enumerate().LongCount() : null);
    }

    /// <inheritdoc/>
    public override SearchSpace Whole { get; }

    /// <inheritdoc/>
    public override string Kind => Whole.Kind;

    /// <inheritdoc/>
    public override string Title => Whole.Title;

    /// <inheritdoc/>
    public override string Convention => Whole.Convention;

    /// <summary>How many architectures are kept; null where the whole has too many to look at each.</summary>
    public override long? Size => _size.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<ArchitectureEncoding> Encodings => Whole.Encodings;

    /// <inheritdoc/>
    public override bool Contains(Architecture architecture) => _keeps(architecture);

    /// <summary>Reads any architecture of the whole.</summary>
    public override Architecture Parse(string native) => Whole.Parse(native);

    /// <inheritdoc/>
    public override IEnumerable<Architecture> Enumerate() => Whole.Enumerate().Where(_keeps);

    /// <summary>Draws uniformly over what is kept.</summary>
    /// <exception cref="InvalidOperationException">Of very many architectures none is kept.</exception>
    public override Architecture Sample(RandomSource random)
    {
        for (var draw = 0; draw < FutileDraws; draw++)
        {
            var architecture = Whole.Sample(random);
            if (_keeps(architecture))
            {
                return architecture;
            }
        }

        throw new InvalidOperationException($"Of {FutileDraws} random architectures of '{Kind}' the rule keeps none.");
    }

    /// <summary>A different architecture that is kept: one elementary change away; where such ones are hard to find, at
    /// the end of a walk of more; else a random one.</summary>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
    {
        for (var step = 0; step < Steps; step++)
        {
            var mutant = Whole.Mutate(architecture, random);
            if (_keeps(mutant))
            {
                return mutant;
            }
        }

        var place = architecture;
        for (var step = 0; step < Steps; step++)
        {
            place = Whole.Mutate(place, random);
            if (place != architecture && _keeps(place))
            {
                return place;
            }
        }

        return Sample(random);
    }

    /// <summary>Every architecture at distance one that is kept.</summary>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
        => [.. Whole.Neighbours(architecture).Where(_keeps)];

    /// <inheritdoc/>
    public override string IsomorphismClass(Architecture architecture) => Whole.IsomorphismClass(architecture);

    /// <inheritdoc/>
    public override string FunctionalId(Architecture architecture) => Whole.FunctionalId(architecture);

    /// <inheritdoc/>
    public override LabelledDag Graph(Architecture architecture) => Whole.Graph(architecture);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, LabelledDag Graph)> Parts(Architecture architecture)
        => Whole.Parts(architecture);

    /// <inheritdoc/>
    public override LabelledDag FunctionalGraph(Architecture architecture) => Whole.FunctionalGraph(architecture);

    /// <inheritdoc/>
    public override IReadOnlyList<LabelledDag> FunctionalParts(Architecture architecture)
        => Whole.FunctionalParts(architecture);

    /// <inheritdoc/>
    public override IReadOnlyList<ImmutableArray<int>> FunctionalOrigins(Architecture architecture)
        => Whole.FunctionalOrigins(architecture);

    /// <inheritdoc/>
    public override bool IsConnected(Architecture architecture) => Whole.IsConnected(architecture);
}
