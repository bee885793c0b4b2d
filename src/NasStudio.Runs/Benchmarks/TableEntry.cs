using NasStudio.Benchmarks;
using NasStudio.Benchmarks.Tables;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Benchmarks;

/// <summary>The evaluator that looks architectures up in a benchmark of the shelf.</summary>
internal static class TableEntry
{
    public const string Kind = "table";

    public static EvaluatorEntry Of(BenchmarkShelf shelf) => EvaluatorEntry.Of<TableOptions>(
        Kind, "Benchmark table", "Looks each architecture up in a table of measured ones: a search takes seconds.", 1,
        (options, faults) => Offer(shelf, options, faults),
        (context, options) => new TableEvaluator(shelf.Open(options.Benchmark), context.Space, options, context.Problem))
        .WithChoices("benchmark", () => shelf.Names()).AsInstant();

    private static EvaluatorOffer? Offer(BenchmarkShelf shelf, TableOptions options, ICollection<Fault> faults)
    {
        var names = shelf.Names() is { Length: > 0 } known ? $"one of {string.Join(", ", known)}"
            : "the name of a benchmark; none has been imported yet";
        if (options.Benchmark.Length == 0)
        {
            faults.Add(new Fault("$.benchmark", "(nothing)", $"is missing; it must be {names}"));
            return null;
        }

        try
        {
            if (shelf.Facts(options.Benchmark) is { } facts)
            {
                if (options.Report.FirstOrDefault(name => facts.Column(name) is null) is { } unknown)
                {
                    faults.Add(new Fault("$.report", $"\"{unknown}\"",
                        $"is no metric of the benchmark; allowed are {string.Join(", ", facts.Metrics.Select(m => m.Name))}"));
                    return null;
                }

                return new EvaluatorOffer(TableEvaluator.MetricsOf(facts, options.Report), [facts.Space])
                {
                    Space = facts.SpaceDefinition is { } definition ? shelf.ReadSpace(definition)?.Choice : null,
                    Fidelity = problem => TableEvaluator.FidelityOf(facts, problem),
                };
            }

            faults.Add(new Fault("$.benchmark", $"\"{options.Benchmark}\"", $"is not there; it must be {names}"));
        }
        catch (BenchmarkException problem)
        {
            faults.Add(new Fault("$.benchmark", $"\"{options.Benchmark}\"", $"cannot be read: {problem.Message}"));
        }

        return null;
    }
}
