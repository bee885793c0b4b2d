using System.Collections.Immutable;

namespace NasStudio.Web.Live;

/// <summary>A place among the rounds of a run: moved, played through, or left to follow the newest.</summary>
/// <param name="withAll">Whether a place after the last round stands for all of them.</param>
public sealed class RoundPlayer(bool withAll = false)
{
    private const int MostSteps = 60;               // however many rounds there are, playing them takes no longer
    private int? _at;                               // null follows the newest

    /// <summary>The rounds there are, in order.</summary>
    public ImmutableArray<int> Rounds { get; set; } = [];

    /// <summary>The last place.</summary>
    public int Last => Math.Max(0, Rounds.Length - (withAll ? 0 : 1));

    /// <summary>The place.</summary>
    public int At => Math.Clamp(_at ?? Last, 0, Last);

    /// <summary>The round at the place; null for all of them, and where there is none.</summary>
    public int? Round => At < Rounds.Length ? Rounds[At] : null;

    /// <summary>Goes to a place; the last one follows the newest round.</summary>
    public void Go(int at) => _at = at >= Last ? null : Math.Max(0, at);

    /// <summary>Goes to the newest round and follows it.</summary>
    public void Follow() => _at = null;

    /// <summary>One step of playing; false where it was the last.</summary>
    public bool Step()
    {
        Go(At + Math.Max(1, (Rounds.Length + MostSteps - 1) / MostSteps));
        return At < Last;
    }
}
