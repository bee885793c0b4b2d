using System.Collections.Immutable;
using NasStudio.Benchmarks;
using NasStudio.Benchmarks.Tables;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Benchmarks;

/// <summary>Some rows of a benchmark on two metrics.</summary>
/// <param name="X">Values of the one. // (points)</param>
/// <param name="Y">Values of the other. // (points)</param>
/// <param name="Natives">Their architectures. // (points)</param>
/// <param name="Known">How many rows have both values.</param>
public sealed record BenchmarkPoints(
    ImmutableArray<double> X, ImmutableArray<double> Y, ImmutableArray<string> Natives, int Known);

/// <summary>What pages, REST and the command line read of benchmarks.</summary>
public sealed class BenchmarkQueries(BenchmarkShelf shelf)
{
    /// <summary>Every benchmark, by name; a damaged one with what is wrong.</summary>
    public ImmutableArray<BenchmarkView> List() => [.. shelf.Names().Select(View)];

    /// <summary>One benchmark; null when there is none of that name.</summary>
    public BenchmarkView? Find(string name) => shelf.Names().Contains(name) ? View(name) : null;

    /// <summary>Rows of a benchmark on two metrics: all of them, or at most so many evenly through the table, and always
    /// those with the smallest and largest values.</summary>
    /// <exception cref="NotFoundException">There is no such benchmark.</exception>
    /// <exception cref="BenchmarkRefusedException">Its file is damaged.</exception>
    public BenchmarkPoints Points(string name, string x, string y, int most)
    {
        try
        {
            return Points(shelf.Open(name), x, y, most);
        }
        catch (BenchmarkException problem)
        {
            throw new BenchmarkRefusedException(problem);
        }
    }

    private static BenchmarkPoints Points(BenchmarkTable table, string x, string y, int most)
    {
        var (across, up) = (table.Column(x), table.Column(y));
        int[] known = [.. Enumerable.Range(0, table.Rows).Where(row => double.IsFinite(across[row] + up[row]))];
        var all = known.Length;
        if (all > most)
        {
            var every = (double)all / most;
            known =
            [
                .. Enumerable.Range(0, most).Select(i => known[(int)(i * every)])
                    .Append(known.MinBy(row => across[row])).Append(known.MaxBy(row => across[row]))
                    .Append(known.MinBy(row => up[row])).Append(known.MaxBy(row => up[row])).Distinct().Order(),
            ];
        }

        return new BenchmarkPoints(
            [.. known.Select(row => across[row])], [.. known.Select(row => up[row])], [.. known.Select(table.Native)], all);
    }

    /// <summary>The best value that an experiment on a benchmark can find of its first objective, constraints kept; null
    /// where it is on no benchmark, or the benchmark or the metric has gone.</summary>
    public KnownOptimum? Optimum(ExperimentDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        try
        {
            if (document.Evaluator.Kind != TableEntry.Kind || document.Evaluator.Options["benchmark"] is not string name
                || shelf.Facts(name) is not { } facts
                || facts.Column(document.Objectives[0].Metric) is not { } column
                || document.Constraints.Any(constraint => facts.Column(constraint.Metric) is null))
            {
                return null;
            }

            var isomorphic = document.Evaluator.Options["isomorphic"] is string chosen
                ? Enum.Parse<IsomorphicCells>(chosen, ignoreCase: true) : facts.Isomorphic;
            return shelf.Open(name).Optimum(document.Objectives[0], document.Constraints, isomorphic) is { } best
                ? new KnownOptimum(name, column.Metric.Name, best.Value, best.Native, column.Reliability, column.ShowsRegret)
                : null;
        }
        catch (Exception problem) when (problem is BenchmarkException or NotFoundException)
        {
            return null;
        }
    }

    private BenchmarkView View(string name)
    {
        try
        {
            return shelf.Facts(name) is { } facts ? BenchmarkView.Of(name, facts)
                : BenchmarkView.Damaged(name, "It has just been deleted.");
        }
        catch (BenchmarkException problem)
        {
            return BenchmarkView.Damaged(name, problem.Message);
        }
    }
}

/// <summary>The best value that a search on a benchmark can find.</summary>
/// <param name="Benchmark">Name of the benchmark.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Value">Its best value, constraints kept.</param>
/// <param name="Native">The architecture that has it.</param>
/// <param name="Reliability">Seed-to-seed rank correlation of the metric's values; null where nobody states it.</param>
/// <param name="ShowsRegret">Whether regret to it means something.</param>
public sealed record KnownOptimum(
    string Benchmark, string Metric, double Value, string Native, double? Reliability, bool ShowsRegret);
