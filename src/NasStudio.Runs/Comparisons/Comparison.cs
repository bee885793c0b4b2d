using System.Collections.Immutable;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Comparisons;

/// <summary>Experiments side by side, as they stand now.</summary>
/// <param name="Experiments">In the order asked for; those that cannot be drawn on the same axes are left out.</param>
/// <param name="Problem">What all of them are judged by: the objectives and constraints of the first.</param>
/// <param name="Metrics">What the first one's evaluator measures.</param>
/// <param name="Warnings">Why they are not, or not quite, comparable; the gravest first.</param>
/// <param name="Optimum">The best possible value of the first objective; null where nobody knows it.</param>
/// <param name="Evaluations">Where the table compares them: the smallest of their budgets.</param>
public sealed record Comparison(
    ImmutableArray<ComparedExperiment> Experiments, Problem Problem, ImmutableArray<Metric> Metrics,
    ImmutableArray<ComparisonWarning> Warnings, BestPossible? Optimum, int Evaluations)
{
    /// <summary>The first objective's metric: every incumbent is chosen by it.</summary>
    public Metric First => Metric(Problem.Objectives[0].Metric);

    /// <summary>
    /// Test metrics: reported for the incumbent, chosen on by nobody. The spread that a table gives beside a metric
    /// (val_acc_std beside val_acc) is not among them.
    /// </summary>
    public IEnumerable<Metric> Reported => Metrics.Where(metric => metric.Role == MetricRole.Test
        && !Metrics.Any(other => metric.Name == other.Name + "_std"));

    /// <summary>Whether anything more may come.</summary>
    public bool IsActive => Experiments.Any(experiment => experiment.State.IsActive());

    /// <summary>Random search where it is there, or else the first: what the others are tested against.</summary>
    public ComparedExperiment? DefaultBaseline
        => Experiments.FirstOrDefault(experiment => experiment.Document.Strategy.Kind == "random")
            ?? Experiments.FirstOrDefault();

    /// <summary>A metric by name; one without title and unit where the evaluator does not list it.</summary>
    public Metric Metric(string name) => Metrics.FirstOrDefault(metric => metric.Name == name)
        ?? new Metric(name, name, "", Problem.Objectives[0].Direction, MetricRole.Validation);
}

/// <summary>One of the experiments compared.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Label">What tells it from the others: its strategy where no other has it, or else its name.</param>
/// <param name="State">Follows from its runs'.</param>
/// <param name="Document">What was configured.</param>
/// <param name="StrategyVersion">Version of its strategy.</param>
/// <param name="EvaluatorVersion">Version of its evaluator.</param>
/// <param name="Runs">Its runs, in the order of its seeds.</param>
public sealed record ComparedExperiment(
    long Id, string Name, string Label, RunState State, ExperimentDocument Document, int StrategyVersion,
    int EvaluatorVersion, ImmutableArray<ComparedRun> Runs)
{
    /// <summary>Evaluations that have ended, over all runs, in full evaluations.</summary>
    public double Spent => Runs.Sum(run => run.Spent);

    /// <summary>The budget of all runs.</summary>
    public long Budget => (long)Document.Evaluations * Runs.Length;
}

/// <summary>Something to know before two experiments are compared.</summary>
/// <param name="IsGrave">They are not comparable; otherwise only not quite.</param>
/// <param name="Text">What differs, and why it matters.</param>
public sealed record ComparisonWarning(bool IsGrave, string Text);

/// <summary>The best value that any architecture has, or why it is not known well enough.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Value">The best value; null where a gap to it would say nothing.</param>
/// <param name="Note">Where it is from, or why it is not given.</param>
public sealed record BestPossible(string Metric, double? Value, string Note);
