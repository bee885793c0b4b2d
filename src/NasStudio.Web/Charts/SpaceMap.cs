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

    /// <summary>Whether so many points are enough more than before that they should be laid out anew.</summary>
    public static bool HasGrown(int points, int before) => points > before + before / 4;

    /// <summary>The trials that have a place, with it.</summary>
    public IReadOnlyList<PlacedTrial> Place(IEnumerable<TrialView> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        TrialView[] placed = [.. trials.Where(trial => Vector(trial) is not null)];
        if (placed.Length == 0)
        {
            return [];
        }

        if (_plane is null || HasGrown(placed.Length, _fitted))
        {
            _plane = PrincipalComponents.Fit([.. placed.Select(trial => _vectors[trial.Key()])], _plane);
            _fitted = placed.Length;
        }

        var places = placed.Select(trial => _plane.Project(_vectors[trial.Key()]));
        return [.. placed.Zip(places, (trial, at) => new PlacedTrial(trial, at.X, at.Y))];
    }

    /// <summary>The vector that lies at a place of the plane; null before there is a plane.</summary>
    public ImmutableArray<double>? Unproject(ChartPlace place) => _plane?.Unproject(place.X, place.Y);

    /// <summary>Where a vector lies on the plane; null before there is a plane.</summary>
    public ChartPlace? Project(ImmutableArray<double> vector)
        => _plane?.Project(vector) is { } at ? new ChartPlace(at.X, at.Y) : null;

    /// <summary>The encoding or latent vector of a trial; null where it has none.</summary>
    public ImmutableArray<double>? Vector(TrialView trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
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
