using Microsoft.AspNetCore.Components.Web;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Runs.Queries;
using NasStudio.Web.Charts;

namespace NasStudio.Web.Panels;

/// <summary>The table of trials.</summary>
public sealed partial class TrialsPanel : Panel
{
    private TrialRows _rows = new();
    private IReadOnlyList<TrialView> _trials = [];
    private List<TrialView> _shown = [];

    private sealed record Column(string Key, string Title, bool IsNumber);

    private IEnumerable<Column> Columns =>
    [
        new("number", "#", true),
        .. View.Runs.Length > 1 ? new Column[] { new("seed", "Seed", true) } : [],
        new("state", "State", false),
        .. Measured.Select(m => new Column(m.Name, new ChartAxis(m.Title, m.Unit).Text, true)),
        new("origin", "Origin", false),
        new("native", "Architecture", false),
    ];

    /// <summary>The objectives' metrics first.</summary>
    private IEnumerable<Metric> Measured
        => View.Problem.Objectives.Select(o => Metric(o.Metric)).Union(View.Metrics);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!Trials.Equals(_trials))
        {
            _trials = Trials;
            Take(_rows);
        }
    }

    private void Take(TrialRows rows) => (_rows, _shown) = (rows, [.. rows.Of(Trials)]);

    private string? Sorting(string column) => column != _rows.Column ? null : _rows.Descending ? "descending" : "ascending";

    private string Mark(string column) => column != _rows.Column ? "" : _rows.Descending ? "▼" : "▲";

    private Task KeyAsync(KeyboardEventArgs e, TrialView trial)
        => e.Key is "Enter" or " " ? SelectAsync(trial.Key().ToString()) : Task.CompletedTask;

    private static string Style(TrialView trial) => trial.State switch
    {
        TrialState.Completed => trial.IsPareto ? "done" : "plain",
        TrialState.Failed => "bad",
        TrialState.Running => "running",
        _ => "wait",
    };

    private string StateText(TrialView trial) => trial switch
    {
        { State: TrialState.Completed, Fidelity: { } level }
            => $"after {View.Fidelity?.Describe(level) ?? Live.Format.Number(level)}",
        { State: TrialState.Completed, IsPareto: true } => "on the front",
        { State: TrialState.Completed, IsFeasible: false } => "infeasible",
        _ => trial.State.ToString().ToLowerInvariant(),
    };
}
