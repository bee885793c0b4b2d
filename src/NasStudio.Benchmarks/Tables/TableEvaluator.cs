using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;

namespace NasStudio.Benchmarks.Tables;

/// <summary>Options of <see cref="TableEvaluator"/>.</summary>
public sealed record TableOptions
{
    /// <summary>Name of the benchmark.</summary>
    [Description("The benchmark that architectures are looked up in. Source: none, each experiment names its own.")]
    public string Benchmark { get; init; } = "";

    /// <summary>What value isomorphic cells get; null for what the benchmark itself says.</summary>
    [Display(Name = "Isomorphic cells")]
    [Description("Whether isomorphic cells keep their own values, or share that of the first row of their class; as the "
        + "benchmark says where nothing is chosen. Source: own, as comparisons on NAS-Bench-201 count native strings.")]
    public IsomorphicCells? Isomorphic { get; init; }

    /// <summary>Metrics that are only reported, besides the benchmark's test metrics.</summary>
    [Display(Name = "Only reported")]
    [Description("Metrics that are only reported for what the search chose, besides the benchmark's test metrics. "
        + "Source: none, as the benchmark says.")]
    public ImmutableArray<string> Report { get; init; } = [];
}

/// <summary>Measures architectures by looking them up in a benchmark; metrics are its columns.</summary>
/// <remarks>
/// Where a column has cheaper sisters (val_acc_12 beside val_acc_200) and the problem searches on it, evaluations at
/// their levels are offered: such a measurement has the cheaper values under the names of the full ones, costs as they
/// are, and test metrics as they are, which no strategy looks at.
/// </remarks>
public sealed class TableEvaluator : IEvaluator
{
    private readonly BenchmarkTable _table;
    private readonly SearchSpace _space;
    private readonly IsomorphicCells _isomorphic;
    private readonly MetricLevels? _levels;

    /// <summary>An evaluator over an open table, which has to stay open.</summary>
    /// <param name="table">The table.</param>
    /// <param name="space">The space of its architectures.</param>
    /// <param name="options">Options.</param>
    /// <param name="problem">What is searched for; null where it does not matter, and no cheaper levels are
    /// offered.</param>
    /// <exception cref="ArgumentException">The space is not the table's, or the options name no metric of
    /// it.</exception>
    public TableEvaluator(BenchmarkTable table, SearchSpace space, TableOptions options, Problem? problem = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(options);
        if (space.Kind != table.Facts.Space)
        {
            throw new ArgumentException(
                $"The benchmark is of the space '{table.Facts.Space}', not of '{space.Kind}'.", nameof(space));
        }

        (_table, _space) = (table, space);
        _isomorphic = options.Isomorphic ?? table.Facts.Isomorphic;
        Metrics = MetricsOf(table.Facts, options.Report);
        _levels = problem is null ? null : MetricLevels.Of(Metrics, problem);
        Fidelity = _levels is null ? null : new FidelityScale(table.Facts.Fidelity, _levels.Levels);
    }

    /// <inheritdoc/>
    public ImmutableArray<Metric> Metrics { get; }

    /// <inheritdoc/>
    public FidelityScale? Fidelity { get; }

    /// <inheritdoc/>
    public bool IsInstant => true;

    /// <summary>The metrics of a benchmark, those that are only to be reported as test metrics.</summary>
    /// <exception cref="ArgumentException">A metric is none of it; says which there are.</exception>
    public static ImmutableArray<Metric> MetricsOf(BenchmarkFacts facts, IReadOnlyCollection<string> reported)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(reported);
        return reported.FirstOrDefault(name => facts.Column(name) is null) is { } unknown
            ? throw new ArgumentException(
                $"The benchmark has no metric '{unknown}'; it has {string.Join(", ", facts.Metrics.Select(m => m.Name))}.",
                nameof(reported))
            : [.. facts.Metrics.Select(m => reported.Contains(m.Name) ? m with { Role = MetricRole.Test } : m)];
    }

    /// <summary>The cheaper levels at which a benchmark holds what a problem searches on; null where it has none.</summary>
    public static FidelityScale? FidelityOf(BenchmarkFacts facts, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return MetricLevels.Of(facts.Metrics, problem) is { } levels ? new FidelityScale(facts.Fidelity, levels.Levels) : null;
    }

    /// <summary>The best architecture by an objective among those that keep every constraint, as this evaluator
    /// measures; null where there is none.</summary>
    public BenchmarkOptimum? Optimum(Objective objective, IReadOnlyList<Constraint>? constraints = null)
        => _table.Optimum(objective, constraints, _isomorphic);

    /// <inheritdoc/>
    /// <remarks>Nothing: looking up needs no machine of its own.</remarks>
    public Measurement MeasureAlone(Architecture architecture, EvaluationContext context) => Measurement.Empty;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The context asks for a level that is not offered.</exception>
    public Measurement Evaluate(Architecture architecture, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(context);
        context.Cancellation.ThrowIfCancellationRequested();
        var row = Row(architecture) ?? throw new EvaluationFailedException(
            $"The benchmark has no value for {architecture.Native}"
            + (_isomorphic == IsomorphicCells.Share ? ", nor for a cell isomorphic to it." : "."));
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>();
        for (var metric = 0; metric < Metrics.Length; metric++)
        {
            var name = Metrics[metric].Name;
            var read = Column(name, context.Fidelity) ?? metric;
            var value = _table.Value(row, read);
            values.Add(name, !double.IsNaN(value) ? value : throw new EvaluationFailedException(
                $"The benchmark has no value of {Metrics[read].Name} for {architecture.Native}."));
        }

        return new Measurement(values.ToImmutable());
    }

    private int? Row(Architecture architecture)
    {
        var own = _table.Find(architecture.Native);
        return _isomorphic == IsomorphicCells.Own ? own
            : own is { } row ? _table.FirstOfClass(row)
            : _table.FindClass(_space.IsomorphismClass(architecture));
    }

    /// <summary>The column that a metric is read from at a level; null for its own.</summary>
    private int? Column(string metric, double? level) => level switch
    {
        null => null,
        _ when Fidelity is null || !Fidelity.Levels.Contains(level.Value) => throw new ArgumentException(
            $"This evaluator has no level {level}; it has {(Fidelity is null ? "none" : string.Join(", ", Fidelity.Levels))}."),
        _ => _levels!.Column(metric, level.Value),
    };
}
