using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Testing;

/// <summary>What holds for every evaluator. An evaluator's tests derive from it and add what is particular.</summary>
public abstract class EvaluatorContract
{
    /// <summary>The evaluator under test; cheap settings.</summary>
    protected abstract IEvaluator Evaluator { get; }

    /// <summary>A space whose architectures it measures.</summary>
    protected abstract SearchSpace Space { get; }

    /// <summary>How many architectures the tests measure.</summary>
    protected virtual int Architectures => 3;

    [Fact]
    public void Metrics_have_distinct_names_and_titles()
    {
        Assert.NotEmpty(Evaluator.Metrics);
        Assert.All(Evaluator.Metrics, m => Assert.Matches("^[a-z][a-z0-9_]*$", m.Name));
        Assert.All(Evaluator.Metrics, m => Assert.NotEmpty(m.Title));
        Assert.Equal(Evaluator.Metrics.Length, Evaluator.Metrics.Select(m => m.Name).Distinct().Count());
        Assert.Contains(Evaluator.Metrics, m => m.Role != MetricRole.Test);
    }

    [Fact]
    public void Every_metric_is_measured_once_and_finite()
        => Assert.All(Samples(), architecture =>
        {
            var alone = Evaluator.MeasureAlone(architecture, Context(1)).Values;
            var rest = Evaluator.Evaluate(architecture, Context(1)).Values;
            Assert.True(alone.IsEmpty || !Evaluator.IsInstant, "An instant evaluator measures nothing alone.");
            Assert.Equal(Evaluator.Metrics.Select(m => m.Name).Order(), alone.Keys.Concat(rest.Keys).Order());
            Assert.All(alone.Values.Concat(rest.Values), value => Assert.True(double.IsFinite(value)));
        });

    [Fact]
    public void Equal_seeds_measure_equally_side_by_side()
    {
        var samples = Samples();
        var first = samples.ConvertAll(Deterministic);
        var again = new string[samples.Count];
        Parallel.For(0, samples.Count, i => again[i] = Deterministic(samples[i]));
        Assert.Equal(first, again);
    }

    [Fact]
    public void Progress_stays_within_its_bounds_and_does_not_go_back()
    {
        var fractions = new List<double>();
        Evaluator.Evaluate(Samples()[0], Context(1) with { Progress = p => fractions.Add(p.Fraction) });
        Assert.All(fractions, f => Assert.InRange(f, 0, 1));
        Assert.Equal(fractions.Order(), fractions);
    }

    private string Deterministic(Architecture architecture)
    {
        var values = Evaluator.Evaluate(architecture, Context(1)).Values;
        return string.Join(' ', Evaluator.Metrics.Where(m => m.IsDeterministic && values.ContainsKey(m.Name))
            .Select(m => $"{m.Name}={values[m.Name]:R}"));
    }

    private List<Architecture> Samples()
    {
        var random = new RandomSource(1);
        return [.. Enumerable.Range(0, 100 * Architectures).Select(_ => Space.Sample(random))
            .Where(Space.IsConnected).Distinct().Take(Architectures)];
    }

    private static EvaluationContext Context(long seed) => new(seed, null, CancellationToken.None);
}
