using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures;

/// <summary>A part of a space: those of its architectures that a rule keeps; or, with exploration, the whole space drawn
/// from with a bias towards them. Names, graphs and encodings are those of the whole.</summary>
/// <remarks>
/// <para>Exploration e mixes two distributions: of N architectures of which K are kept, one that is kept is drawn with
/// probability (1 - e) / K + e / N, one that is not with e / N. A defensive mixture: Hesterberg, "Weighted Average Importance
/// Sampling and Defensive Mixture Distributions", Technometrics 1995; in the search for hyper-parameters the random fraction
/// of BOHB (Falkner et al., ICML 2018, section 4).</para>
/// <para>What an encoding decodes may lie outside; <see cref="Contains"/> says so. Deviation from what holds for whole
/// spaces: an architecture may have no neighbour here, and a mutation then is several steps away.</para>
/// </remarks>
public sealed class NarrowedSpace : SearchSpace
{
    private const int FutileDraws = 100_000;
    private const int Steps = 50;                             // single mutations, and then a walk of so many
    private const long MostCounted = 100_000;
    private readonly SearchSpace _from;
    private readonly double _exploration;
    private readonly Func<Architecture, bool> _keeps;         // what draws lean to
    private readonly Func<Architecture, bool> _admits;        // what may be proposed at all
    private readonly Lazy<long?> _size;

    /// <summary>A part of a space.</summary>
    /// <param name="whole">The space.</param>
    /// <param name="keeps">Whether an architecture of the whole stays; safe for concurrent use, and always of one
    /// mind.</param>
    /// <param name="exploration">Probability that a draw or a mutation ignores the rule, in [0, 1]; 0 where nothing else than
    /// what is kept belongs to the space.</param>
    public NarrowedSpace(SearchSpace whole, Func<Architecture, bool> keeps, double exploration = 0)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(keeps);
        if (exploration is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(exploration), exploration, "Exploration lies in [0, 1].");
        }

        (Whole, _from, _exploration) = (whole.Whole, whole, exploration);
        _keeps = whole is NarrowedSpace narrowed ? a => narrowed.Contains(a) && keeps(a) : keeps;
        _admits = exploration > 0 ? whole.Contains : _keeps;
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

    /// <summary>How many architectures belong to the space; null where the whole has too many to look at each.</summary>
    public override long? Size => _size.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<ArchitectureEncoding> Encodings => Whole.Encodings;

    /// <inheritdoc/>
    public override bool Contains(Architecture architecture) => _admits(architecture);

    /// <summary>Reads any architecture of the whole.</summary>
    public override Architecture Parse(string native) => Whole.Parse(native);

    /// <inheritdoc/>
    public override IEnumerable<Architecture> Enumerate() => Whole.Enumerate().Where(_admits);

    /// <summary>Draws uniformly over what is kept, or by the mixture.</summary>
    /// <exception cref="InvalidOperationException">Of very many architectures none is kept.</exception>
    public override Architecture Sample(RandomSource random)
    {
        if (Explores(random))
        {
            return _from.Sample(random);
        }

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
    /// the end of a walk of more; else a random one. With the probability of exploration any mutant.</summary>
    public override Architecture Mutate(Architecture architecture, RandomSource random)
    {
        if (Explores(random))
        {
            return _from.Mutate(architecture, random);
        }

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

    /// <summary>Every architecture at distance one that belongs to the space.</summary>
    public override IReadOnlyList<Architecture> Neighbours(Architecture architecture)
        => [.. Whole.Neighbours(architecture).Where(_admits)];

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

    private bool Explores(RandomSource random) => _exploration > 0 && random.NextDouble() < _exploration;
}
