using System.Collections.Immutable;
using System.Diagnostics;
using NasStudio.Benchmarks;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;
using NasStudio.OneShot.Searches;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Supernets;

/// <summary>How a supernet is compared with a table.</summary>
public sealed record RankingOptions
{
    /// <summary>Column of the table; null for its first one that validates and is to be large.</summary>
    public string? Metric { get; init; }

    /// <summary>Most architectures, drawn at random from the table's; 0 for all of them.</summary>
    public int Sample { get; init; } = 200;

    /// <summary>Seed of that draw.</summary>
    public long Seed { get; init; }

    /// <summary>Whose statistics batch norms use; one of <see cref="NormPolicies"/>.</summary>
    public string Norm { get; init; } = NormPolicies.Batch;
}

/// <summary>An architecture as a supernet and a table know it.</summary>
/// <param name="Native">The architecture.</param>
/// <param name="AccuracyPercent">Its accuracy in the supernet, in per cent.</param>
/// <param name="Value">What the table has of it, in the metric's unit.</param>
public sealed record RankedArchitecture(string Native, double AccuracyPercent, double Value);

/// <summary>How far a supernet's order of architectures agrees with a table's.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Round">Rounds that the supernet was trained for.</param>
/// <param name="Table">Name of the table.</param>
/// <param name="Metric">Its column.</param>
/// <param name="Architectures">n, how many architectures were compared, one of each isomorphism class.</param>
/// <param name="Available">How many the table has to compare.</param>
/// <param name="SampleSeed">Seed of their draw; null where all were compared.</param>
/// <param name="Norm">Whose statistics batch norms used.</param>
/// <param name="Spearman">Spearman's rho, positive where both agree; null where one of them does not tell any apart.</param>
/// <param name="HalfWidth">Half of rho's 95 % interval, on Fisher's scale (Bonett and Wright 2000); null likewise.</param>
/// <param name="Kendall">Kendall's tau-b; null likewise.</param>
/// <param name="ByParameters">Spearman's rho of the table's parameters with the metric, which costs nothing to know; null
/// where the table has none.</param>
/// <param name="Reliability">Seed-to-seed rank correlation of the table's own values: no order can be expected to agree
/// better than its root; null where nobody states it.</param>
/// <param name="AccuracyPercent">Mean accuracy in the supernet, in per cent.</param>
/// <param name="Seconds">How long the measuring took.</param>
public sealed record SupernetRank(
    long Experiment, long Seed, int Round, string Table, string Metric, int Architectures, int Available, long? SampleSeed,
    string Norm, double? Spearman, double? HalfWidth, double? Kendall, double? ByParameters, double? Reliability,
    double AccuracyPercent, double Seconds)
{
    /// <summary>The metric's title, for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>Unit of the metric; empty for a pure number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Each of them, in the order in which they were measured. // (n)</summary>
    public ImmutableArray<RankedArchitecture> Compared { get; init; } = [];
}

/// <summary>Compares the accuracies of architectures in a run's supernet with a table of measured ones.</summary>
public sealed class SupernetRanking
{
    /// <summary>Fewest architectures of which an order is worth stating.</summary>
    public const int Fewest = 10;

    /// <summary>What <see cref="RankingOptions.Norm"/> may be.</summary>
    public static IReadOnlyList<string> Norms => NormPolicies.All;

    private const string Parameters = "params";
    private readonly RunServices _services;
    private readonly BenchmarkShelf _shelf;

    internal SupernetRanking(RunServices services, BenchmarkShelf shelf) => (_services, _shelf) = (services, shelf);

    /// <summary>Names of the tables that a supernet of a space can be compared with by their first validation metric.</summary>
    /// <param name="space">Kind of the space.</param>
    public ImmutableArray<string> TablesOf(string space) =>
    [
        .. _shelf.Names().Where(name => FactsOf(name) is { } facts && facts.Space == space && facts.Metrics.Any(IsStandard)),
    ];

    /// <summary>Measures the rank correlation. Each architecture inherits the supernet's weights and classifies all validation
    /// images of the run; nothing is trained, and nothing of the run is changed.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="options">Which architectures, and how they are measured.</param>
    /// <param name="heard">Hears how many are measured, of how many; on another thread.</param>
    /// <param name="cancellation">Stops between two architectures.</param>
    /// <exception cref="ArgumentException">An option is not allowed; says what is.</exception>
    /// <exception cref="NotFoundException">There is no such run, or no such table.</exception>
    /// <exception cref="WrongStateException">The run has no supernet, or the table does not fit it; says why.</exception>
    public async Task<SupernetRank> RankAsync(
        long id, long seed, string table, RankingOptions options, Action<int, int> heard, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(heard);
        if (string.IsNullOrEmpty(table)) throw new ArgumentException("Name the table to compare with.");
        if (options.Sample < 0) throw new ArgumentException($"The sample is {options.Sample}; allowed is 0 (all) or more.");
        if (!Norms.Contains(options.Norm))
        {
            throw new ArgumentException($"The statistics of batch norms are '{options.Norm}'; allowed are {string.Join(", ", Norms)}.");
        }

        var measured = Open(table);
        var metric = MetricOf(measured, table, options.Metric);
        using var supernet = await new StoredSupernets(_services).OpenAsync(id, seed, cancellation);
        var rows = Rows(measured, metric, table, supernet.Space);
        var chosen = rows;
        if (options.Sample > 0 && options.Sample < rows.Length)
        {
            chosen = [.. rows];
            new RandomSource(options.Seed).Fork("supernet rank").Shuffle<(Architecture, int)>(chosen);
            chosen = chosen[..options.Sample];
        }

        if (chosen.Length < Fewest)
        {
            throw new WrongStateException($"The table '{table}' has {chosen.Length} architectures to compare; at least {Fewest} are needed.");
        }

        var start = Stopwatch.GetTimestamp();
        var accuracies = await DedicatedThread.RunAsync("supernet rank", () =>
        {
            using var hold = _services.Measurements.EnterShared(cancellation);
            return chosen.Index().Select(entry =>
            {
                cancellation.ThrowIfCancellationRequested();
                heard(entry.Index, chosen.Length);
                return supernet.Search.Accuracy(entry.Item.Architecture, options.Norm);
            }).ToArray();
        });
        heard(chosen.Length, chosen.Length);
        var sign = metric.Direction == Direction.Maximize ? 1 : -1;
        double[] values = [.. chosen.Select(one => sign * measured.Value(one.Row, metric.Name))];
        var rho = Known(RankCorrelation.Spearman(accuracies, values));
        return new SupernetRank(
            id, seed, supernet.Search.Round, table, metric.Name, chosen.Length, rows.Length,
            chosen.Length < rows.Length ? options.Seed : null, options.Norm, rho, HalfWidth(rho, chosen.Length),
            Known(RankCorrelation.Kendall(accuracies, values)), ByParameters(), measured.Facts.Column(metric.Name)!.Reliability,
            accuracies.Average(), Stopwatch.GetElapsedTime(start).TotalSeconds)
        {
            Title = metric.Title,
            Unit = metric.Unit,
            Compared =
            [
                .. chosen.Zip(accuracies, (one, accuracy)
                    => new RankedArchitecture(one.Architecture.Native, accuracy, measured.Value(one.Row, metric.Name))),
            ],
        };

        double? ByParameters() => measured.Facts.Column(Parameters) is null ? null
            : Known(RankCorrelation.Spearman([.. chosen.Select(one => measured.Value(one.Row, Parameters))], values));
    }

    private BenchmarkFacts? FactsOf(string table)
    {
        try
        {
            return _shelf.Facts(table);
        }
        catch (BenchmarkException)
        {
            return null;                                      // the list of benchmarks says that it is damaged
        }
    }

    private BenchmarkTable Open(string table)
    {
        try
        {
            return _shelf.Open(table);
        }
        catch (BenchmarkException damage)
        {
            throw new WrongStateException(damage.Message);
        }
    }

    private static Metric MetricOf(BenchmarkTable measured, string table, string? asked)
    {
        var metric = asked is not null ? measured.Metrics.FirstOrDefault(m => m.Name == asked)
            : measured.Metrics.FirstOrDefault(IsStandard);
        return metric ?? throw new WrongStateException(
            (asked is null ? $"The table '{table}' has no validation metric that is to be large; " : $"The table '{table}' has no metric '{asked}'; ")
            + $"it has {string.Join(", ", measured.Metrics.Select(m => m.Name))}.");
    }

    private static bool IsStandard(Metric metric) => metric is { Role: MetricRole.Validation, Direction: Direction.Maximize };

    /// <summary>The first architecture of each isomorphism class that has a value.</summary>
    private static (Architecture Architecture, int Row)[] Rows(
        BenchmarkTable measured, Metric metric, string table, SearchSpace space)
    {
        if (measured.Facts.Space != space.Kind)
        {
            throw new WrongStateException($"The table '{table}' is of the space '{measured.Facts.Space}', the supernet of '{space.Kind}'.");
        }

        try
        {
            return
            [
                .. Enumerable.Range(0, measured.Rows)
                    .Where(row => measured.FirstOfClass(row) == row && !double.IsNaN(measured.Value(row, metric.Name)))
                    .Select(row => (space.Parse(measured.Native(row)), row)),
            ];
        }
        catch (FormatException problem)
        {
            throw new WrongStateException($"The table '{table}' is of another space than the supernet: {problem.Message}");
        }
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    /// <summary>Half of the interval that tanh(artanh(rho) +- 1.96 sqrt((1 + rho^2 / 2) / (n - 3))) spans.</summary>
    private static double? HalfWidth(double? rho, int count)
    {
        const double twoSided95 = 1.959963984540054;
        if (rho is not { } value || Math.Abs(value) >= 1) return null;
        var (middle, wide) = (Math.Atanh(value), twoSided95 * Math.Sqrt((1 + value * value / 2) / (count - 3)));
        return (Math.Tanh(middle + wide) - Math.Tanh(middle - wide)) / 2;
    }
}
