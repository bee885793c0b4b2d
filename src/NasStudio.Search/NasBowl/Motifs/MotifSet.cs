using System.Collections.Immutable;

namespace NasStudio.Search.NasBowl.Motifs;

/// <summary>What a motif means for a search that is guided by motifs.</summary>
public enum MotifClass
{
    /// <summary>Nothing: it is neither among the best nor among the worst.</summary>
    Neutral,

    /// <summary>Architectures should hold it, or another such one.</summary>
    Good,

    /// <summary>Architectures should not hold it.</summary>
    Bad,
}

/// <summary>A motif and what it means.</summary>
/// <param name="Motif">The motif and its scores.</param>
/// <param name="Class">What it means.</param>
public sealed record ClassedMotif(Motif Motif, MotifClass Class);

/// <summary>What one search learned about motifs, to guide another.</summary>
/// <remarks>Ru et al. 2021, section 3.2 and figure 4: good is the upper quarter of all motifs, bad the lower. Deviation:
/// they are ranked by the holders' score, which prunes best (<see cref="Motif.HoldersScore"/>); what every
/// architecture holds tells none from another and is neither.</remarks>
/// <param name="Depth">h, the depth of the kernel that they were learned with.</param>
/// <param name="Motifs">The motifs, no two alike.</param>
public sealed record MotifSet(int Depth, ImmutableArray<ClassedMotif> Motifs)
{
    /// <summary>Share of the motifs that is good, and share that is bad.</summary>
    public const double Quantile = 0.25;

    /// <summary>All motifs of a model with enough support.</summary>
    /// <param name="model">What was learned.</param>
    /// <param name="leastSupport">Fewest architectures that hold a motif.</param>
    public static MotifSet Of(MotifModel model, int leastSupport = MotifModel.LeastSupport)
    {
        ArgumentNullException.ThrowIfNull(model);
        var motifs = model.Motifs(leastSupport);
        Motif[] ranked = [.. motifs.Where(m => m.Effect is not null).OrderByDescending(m => m.HoldersScore)];
        var count = (int)(ranked.Length * Quantile);
        var (good, bad) = (ranked[..count].ToHashSet(), ranked[^count..].ToHashSet());
        return new MotifSet(model.Depth,
        [
            .. motifs.Select(m => new ClassedMotif(
                m, good.Contains(m) ? MotifClass.Good : bad.Contains(m) ? MotifClass.Bad : MotifClass.Neutral)),
        ]);
    }

    /// <summary>Equal when all parts are.</summary>
    public bool Equals(MotifSet? other) => other is not null && Depth == other.Depth && Motifs.SequenceEqual(other.Motifs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Depth, Motifs.Length);
}
