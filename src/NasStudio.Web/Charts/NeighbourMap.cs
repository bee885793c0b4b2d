using System.Collections.Immutable;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;
using NasStudio.Web.Projection;

namespace NasStudio.Web.Charts;

/// <summary>
/// Places of trials by <see cref="TSne"/>, found off the caller's thread. Found anew only after the points have grown
/// by a quarter, and then from where they lie; between, a newcomer lies beside its nearest.
/// </summary>
/// <param name="vectors">Gives the trials' vectors.</param>
/// <param name="limit">At most so many trials have a place.</param>
public sealed class NeighbourMap(SpaceMap vectors, int limit = NeighbourMap.Most)
{
    /// <summary>At most so many trials have a place: the work grows with their square.</summary>
    public const int Most = 1500;

    private const int Nearest = 3, PercentStep = 5, Idle = -1;
    private readonly Dictionary<TrialKey, (double X, double Y)> _places = [];
    private ImmutableArray<TrialView> _fitted = [];
    private int _known;                                       // trials with a vector when the places were found
    private volatile int _percent = Idle;

    /// <summary>How far the work is, in per cent; null while there is none.</summary>
    public int? Percent
    {
        get
        {
            var percent = _percent;
            return percent == Idle ? null : percent;
        }
    }

    /// <summary>Whether places have been found.</summary>
    public bool HasPlaces => !_fitted.IsEmpty;

    /// <summary>The trials that have a place, with it.</summary>
    public IReadOnlyList<PlacedTrial> Place(IReadOnlyList<TrialView> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        if (!HasPlaces)
        {
            return [];
        }

        var full = _fitted.Length >= limit;
        return [.. trials.Where(t => vectors.Vector(t) is not null && (!full || _places.ContainsKey(t.Key())))
            .Select(t => (Trial: t, At: At(t))).Select(p => new PlacedTrial(p.Trial, p.At.X, p.At.Y))];
    }

    /// <summary>Finds places for the trials where that is due.</summary>
    /// <param name="trials">All of them, in the order of their arrival.</param>
    /// <param name="worth">How good a trial is: of too many, the best are kept. Null where it is not known.</param>
    /// <param name="told">Called on a pool thread when <see cref="Percent"/> has moved on.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Whether the places are others.</returns>
    public async Task<bool> FindAsync(
        IReadOnlyList<TrialView> trials, Func<TrialView, double?> worth, Action told, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ImmutableArray<TrialView> known = [.. trials.Where(t => vectors.Vector(t) is not null)];
        if (Percent is not null || known.IsEmpty || !SpaceMap.HasGrown(known.Length, _known))
        {
            return false;
        }

        var chosen = Choose(known, worth, limit);
        ImmutableArray<double>[] points = [.. chosen.Select(t => vectors.Vector(t)!.Value)];
        (double X, double Y)[]? before = HasPlaces ? [.. chosen.Select(At)] : null;
        _percent = 0;
        try
        {
            var places = await Task.Run(
                () => TSne.Embed(points, before, new Steps(this, told), cancellation), cancellation);
            _places.Clear();
            foreach (var (trial, place) in chosen.Zip(places))
            {
                _places[trial.Key()] = place;
            }

            (_fitted, _known) = (chosen, known.Length);
            return true;
        }
        finally
        {
            _percent = Idle;
        }
    }

    /// <summary>So many of the trials: the best, a third, and of the rest an even sample; in their order.</summary>
    internal static ImmutableArray<TrialView> Choose(
        ImmutableArray<TrialView> trials, Func<TrialView, double?> worth, int limit)
    {
        if (trials.Length <= limit)
        {
            return trials;
        }

        HashSet<TrialView> kept =
            [.. trials.Where(t => worth(t) is not null).OrderByDescending(t => worth(t)).Take(limit / 3)];
        TrialView[] rest = [.. trials.Where(t => !kept.Contains(t))];
        var room = limit - kept.Count;
        kept.UnionWith(Enumerable.Range(0, room).Select(i => rest[(int)((long)i * rest.Length / room)]));
        return [.. trials.Where(kept.Contains)];
    }

    private (double X, double Y) At(TrialView trial)
    {
        if (!_places.TryGetValue(trial.Key(), out var place))
        {
            _places[trial.Key()] = place = Beside(vectors.Vector(trial)!.Value);
        }

        return place;
    }

    /// <summary>The mean of the nearest trials' places, the nearer the weightier.</summary>
    private (double X, double Y) Beside(ImmutableArray<double> vector)
    {
        var near = _fitted.Select(t => (Trial: t, Distance: Distance(vectors.Vector(t)!.Value)))
            .OrderBy(n => n.Distance).Take(Nearest)
            .Select(n => (At: _places[n.Trial.Key()], Weight: 1 / (n.Distance + 1e-9))).ToArray();
        var sum = near.Sum(n => n.Weight);
        return (near.Sum(n => n.Weight * n.At.X) / sum, near.Sum(n => n.Weight * n.At.Y) / sum);

        double Distance(ImmutableArray<double> other)
            => Math.Sqrt(vector.Zip(other, (a, b) => (a - b) * (a - b)).Sum());
    }

    private sealed class Steps(NeighbourMap map, Action told) : IProgress<double>
    {
        public void Report(double value)
        {
            var percent = (int)(100 * value) / PercentStep * PercentStep;
            if (percent > map._percent)
            {
                map._percent = percent;
                told();
            }
        }
    }
}
