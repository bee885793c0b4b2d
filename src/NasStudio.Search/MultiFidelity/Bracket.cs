using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;

namespace NasStudio.Search.MultiFidelity;

/// <summary>
/// One round of successive halving: random architectures on its first rung, and from each rung the best on to the next.
/// </summary>
/// <remarks>Moves by what it is told alone, so that a replay meets the same state.</remarks>
internal sealed class Bracket
{
    private readonly FidelityLadder _ladder;
    private readonly ImmutableArray<int> _sizes;              // how many on each rung of the ladder
    private readonly List<Trial> _onRung = [];
    private Queue<(Architecture Architecture, string Origin)> _waiting;
    private int _rung;

    /// <summary>A bracket at its beginning.</summary>
    /// <param name="ladder">The rungs.</param>
    /// <param name="first">Number of the first rung.</param>
    /// <param name="sizes">How many architectures at most are evaluated on each rung, from the first on.</param>
    public Bracket(FidelityLadder ladder, int first, IEnumerable<int> sizes)
    {
        (_ladder, _rung) = (ladder, first);
        _sizes = [.. Enumerable.Repeat(0, first), .. sizes];
        _waiting = new(ladder.Fresh().Take(_sizes[first]).Select(a => (a, "random start")));
    }

    /// <summary>Whether its last rung is done, or nobody is left to go on.</summary>
    public bool IsOver => _waiting.Count == 0;

    /// <summary>What is left of the rung, as far as it can be paid for.</summary>
    public IReadOnlyList<Proposal> Ask(int limit) =>
    [
        .. _waiting.Take((int)(limit / _ladder.Share(_rung))).Select(w => _ladder.Propose(w.Architecture, _rung, w.Origin)),
    ];

    /// <summary>Trials of the rung; with its last one the next rung begins.</summary>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        foreach (var trial in batch)
        {
            _waiting.Dequeue();
            _onRung.Add(trial);
        }

        if (_waiting.Count == 0 && _rung < _ladder.Top)
        {
            _rung++;
            _waiting = new(_ladder.BestFirst(_onRung).Take(_sizes[_rung])
                .Select(t => (t.Architecture, $"promotion of trial {t.Number}")));
            _onRung.Clear();
        }
    }
}
