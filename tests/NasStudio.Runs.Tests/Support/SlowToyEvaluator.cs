using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Testing;

namespace NasStudio.Runs.Tests.Support;

/// <summary>Options of <see cref="SlowToyEvaluator"/>.</summary>
public sealed record SlowToyOptions
{
    [Range(0, 60_000)]
    [System.ComponentModel.Description("How long an evaluation takes. Source: the test.")]
    [Display(Name = "Delay", Prompt = "ms")]
    public int DelayMs { get; init; }

    [Range(0.0, 1.0)]
    public double FailingShare { get; init; }

    /// <summary>One evaluation in so many gives NaN; 0 for none.</summary>
    [Range(0, 100)]
    public int NanEvery { get; init; }

    /// <summary>Epochs of a full evaluation; 0 where there are no cheaper ones.</summary>
    [Range(0, 1_000)]
    public int Epochs { get; init; }

    /// <summary>Says of itself that it is instant, and measures nothing alone.</summary>
    public bool Instant { get; init; }

    [AllowedValues("calm", "throwing")]
    public string Temper { get; init; } = "calm";
}

/// <summary>
/// The shared toy evaluator with a delay, faults by option, something to measure alone, and a watch on who runs beside
/// it.
/// </summary>
public sealed class SlowToyEvaluator(SearchSpace space, SlowToyOptions options, EvaluationWatch watch) : IEvaluator
{
    private readonly ToyEvaluator _toy = new(space, options.FailingShare, Levels(options));

    public static FidelityScale? Levels(SlowToyOptions options) => options.Epochs == 0 ? null
        : new("epochs", [.. Enumerable.Range(1, options.Epochs).Select(epoch => (double)epoch)]);

    public FidelityScale? Fidelity => _toy.Fidelity;

    public static ImmutableArray<Metric> AllMetrics { get; } =
    [
        .. new ToyEvaluator(new TinySpace()).Metrics,
        new("alone_ms", "Measured alone", "ms", Direction.Minimize, MetricRole.Cost),
    ];

    public ImmutableArray<Metric> Metrics => AllMetrics;

    public bool IsInstant => options.Instant;

    public Measurement MeasureAlone(Architecture architecture, EvaluationContext context)
    {
        watch.Alone();
        return new Measurement(Alone(context));
    }

    public Measurement Evaluate(Architecture architecture, EvaluationContext context)
    {
        using var watched = watch.Evaluation();
        context.Progress?.Invoke(new EvaluationProgress(0.5, "half way"));
        if (context.Cancellation.WaitHandle.WaitOne(options.DelayMs))
        {
            context.Cancellation.ThrowIfCancellationRequested();
        }

        if (options.Temper == "throwing")
        {
            throw new InvalidOperationException("The evaluator is broken.");
        }

        var measured = _toy.Evaluate(architecture, context);
        if (options.Instant)
        {
            measured = new Measurement(measured.Values.AddRange(Alone(context)));
        }

        return options.NanEvery > 0 && context.Seed % options.NanEvery == 0
            ? new Measurement(measured.Values.SetItem("score", double.NaN))
            : measured;
    }

    private static ImmutableSortedDictionary<string, double> Alone(EvaluationContext context)
        => ImmutableSortedDictionary<string, double>.Empty.Add("alone_ms", context.Seed % 1000 / 100.0);
}

/// <summary>Sees how many evaluations run side by side, and whether one ran beside a measurement.</summary>
public sealed class EvaluationWatch
{
    private int _running;
    private int _most;
    private int _evaluations;
    private int _disturbed;

    public int Most => _most;

    public int Evaluations => _evaluations;

    public int Disturbed => _disturbed;

    public void Alone()
    {
        if (Volatile.Read(ref _running) > 0)
        {
            Interlocked.Increment(ref _disturbed);
        }
    }

    public IDisposable Evaluation()
    {
        Interlocked.Increment(ref _evaluations);
        var running = Interlocked.Increment(ref _running);
        int most;
        while ((most = Volatile.Read(ref _most)) < running)
        {
            Interlocked.CompareExchange(ref _most, running, most);
        }

        return new End(this);
    }

    private sealed class End(EvaluationWatch watch) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref watch._running);
    }
}
