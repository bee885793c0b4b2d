using NasStudio.Runs.Queries;

namespace NasStudio.Web.Panels;

/// <summary>Which trials a table shows, in which order.</summary>
/// <param name="Column">A metric, or "number", "seed", "state", "origin", "native".</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Text">Shown where number, origin or architecture holds it; empty for all.</param>
/// <param name="State">A state, "front" for the front, or empty for all.</param>
public sealed record TrialRows(string Column = "number", bool Descending = true, string Text = "", string State = "")
{
    /// <summary>The same rows sorted by a column; sorted by it already, the other way round.</summary>
    public TrialRows SortBy(string column) => this with { Column = column, Descending = Column != column || !Descending };

    /// <summary>The rows. Trials without a value stand last either way.</summary>
    public IReadOnlyList<TrialView> Of(IEnumerable<TrialView> trials)
    {
        var kept = trials.Where(Keeps);
        return Column switch
        {
            "number" => Sort(kept, t => t.Number),
            "seed" => Sort(kept, t => t.Seed),
            "state" => Sort(kept, t => (int)t.State),
            "origin" => Sort(kept, t => t.Origin),
            "native" => Sort(kept, t => t.Native),
            _ => Sort(kept, t => t.Metrics.TryGetValue(Column, out var value) ? value : null as double?),
        };
    }

    private bool Keeps(TrialView trial)
        => (State.Length == 0 || (State == "front" ? trial.IsPareto : trial.State.ToString() == State))
            && (Text.Length == 0 || trial.Native.Contains(Text, StringComparison.OrdinalIgnoreCase)
                || trial.Origin.Contains(Text, StringComparison.OrdinalIgnoreCase)
                || trial.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == Text.Trim());

    private TrialView[] Sort<TKey>(IEnumerable<TrialView> trials, Func<TrialView, TKey> key)
    {
        var present = trials.OrderBy(t => key(t) is null);
        return [.. (Descending ? present.ThenByDescending(key) : present.ThenBy(key))
            .ThenByDescending(t => t.Number).ThenBy(t => t.Seed)];
    }
}
