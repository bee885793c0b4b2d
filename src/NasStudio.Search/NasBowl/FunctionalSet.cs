using NasStudio.Core.Architectures;
using NasStudio.Search.NasBowl.Kernels;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.NasBowl;

/// <summary>Architectures that compute different things.</summary>
/// <remarks>Exact and cheap: architectures of equal function have equal features; only where features are equal are
/// the graphs matched (<see cref="Isomorphism"/>, else <see cref="SearchSpace.FunctionalId"/>).</remarks>
internal sealed class FunctionalSet(SearchSpace space, Func<Architecture, KernelPoint> pointOf) : IDistinctSet
{
    private Dictionary<KernelPoint, Architecture[]> _known = [];

    /// <inheritdoc/>
    public bool Add(Architecture architecture)
    {
        var point = pointOf(architecture);
        if (!_known.TryGetValue(point, out var alike))
        {
            _known.Add(point, [architecture]);
            return true;
        }

        if (alike.Contains(architecture) || alike.Any(other => ComputeTheSame(architecture, other)))
        {
            return false;
        }

        _known[point] = [.. alike, architecture];
        return true;
    }

    private bool ComputeTheSame(Architecture first, Architecture second)
        => Isomorphism.Exists(space.FunctionalGraph(first), space.FunctionalGraph(second))
            ?? space.FunctionalId(first) == space.FunctionalId(second);

    /// <inheritdoc/>
    public IDistinctSet Copy() => new FunctionalSet(space, pointOf) { _known = new(_known) };
}
