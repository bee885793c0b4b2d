using System.ComponentModel;
using NasStudio.Benchmarks;
using NasStudio.Benchmarks.Surrogates;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Benchmarks;

/// <summary>Options of the evaluator that asks a surrogate.</summary>
public sealed record SurrogateChoice
{
    /// <summary>Name of the surrogate.</summary>
    [Description("The surrogate that predicts; 'surrogates fit' makes one of a table. Source: yours to choose.")]
    public string Surrogate { get; init; } = "";
}

/// <summary>The evaluator that asks a surrogate of the shelf.</summary>
internal static class SurrogateEntry
{
    public static EvaluatorEntry Of(SurrogateShelf shelf) => EvaluatorEntry.Of<SurrogateChoice>(
        "surrogate", "Surrogate benchmark",
        "Predicts with trees that were fitted to a sample of a table. The numbers are no measurements.", 1,
        (options, faults) => Offer(shelf, options, faults),
        (_, options) => new SurrogateEvaluator(shelf.Open(options.Surrogate)))
        .WithChoices("surrogate", () => shelf.Names()).AsInstant();

    private static EvaluatorOffer? Offer(SurrogateShelf shelf, SurrogateChoice options, ICollection<Fault> faults)
    {
        var names = shelf.Names() is { Length: > 0 } known ? $"one of {string.Join(", ", known)}"
            : "the name of a surrogate; none has been fitted yet";
        try
        {
            if (shelf.Facts(options.Surrogate) is { } facts)
            {
                return new EvaluatorOffer([.. facts.Metrics.Select(one => one.Metric)], [facts.Space]);
            }

            faults.Add(options.Surrogate.Length == 0
                ? new Fault("$.surrogate", "(nothing)", $"is missing; it must be {names}")
                : new Fault("$.surrogate", $"\"{options.Surrogate}\"", $"is not there; it must be {names}"));
        }
        catch (BenchmarkException problem)
        {
            faults.Add(new Fault("$.surrogate", $"\"{options.Surrogate}\"", $"cannot be read: {problem.Message}"));
        }

        return null;
    }
}
