using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;
using NasStudio.Web.Projection;

namespace NasStudio.Web.Charts;

/// <summary>
/// Places of trials on a plane: the two principal components of their encodings or of their latent vectors. The plane
/// is found anew only after the points have grown by a quarter, so that the picture holds still between.
/// </summary>
/// <param name="space">Gives the encodings.</param>
/// <param name="ofLatent">Latent vectors rather than encodings.</param>
public sealed class SpaceMap(SearchSpace space, bool ofLatent)
{
    private readonly Dictionary<TrialKey, ImmutableArray<double>> _vectors = [];
    private PrincipalComponents? _plane;
    private int _fitted;

    /// <summary>Whether it shows latent vectors.</summary>
    public bool OfLatent { get; } = ofLatent;

    /// <summary>Share of the points' variance that the plane shows, in [0, 1].</summary>
    public double ExplainedShare => _plane?.ExplainedShare ?? 0;

    /// <summary>The trials that have a place, with it.</summary>
    public IReadOnlyList<(TrialView Trial, double X, double Y)> Place(IEnumerable<TrialView> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        TrialView[] placed = [.. trials.Where(trial => Vector(trial) is not null)];
        if (placed.Length == 0)
        {
            return [];
        }

        if (_plane is null || placed.Length > _fitted + _fitted / 4)
        {
            _plane = PrincipalComponents.Fit([.. placed.Select(trial => _vectors[trial.Key()])], _plane);
            _fitted = placed.Length;
        }

        return [.. placed.Select(trial => (trial, _plane.Project(_vectors[trial.Key()]))).Select(p => (p.trial, p.Item2.X, p.Item2.Y))];
    }

    private ImmutableArray<double>? Vector(TrialView trial)
    {
        if (!_vectors.TryGetValue(trial.Key(), out var vector))
        {
            if ((OfLatent ? trial.Latent : [.. space.Encode(space.Parse(trial.Native))]) is not { } found)
            {
                return null;
            }

            _vectors[trial.Key()] = vector = found;
        }

        return vector;
    }
}
