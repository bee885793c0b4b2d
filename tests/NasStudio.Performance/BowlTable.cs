using System.Collections.Immutable;
using NasStudio.Benchmarks.Formats;
using NasStudio.Benchmarks.Importers;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search;
using NasStudio.Search.NasBowl;

namespace NasStudio.Performance;

/// <summary>Architectures and their validation accuracies, out of a file of the folder that NASSTUDIO_TEST_DATA
/// names.</summary>
internal sealed class BowlTable
{
    private const string Metric = "accuracy";
    private readonly Dictionary<Architecture, double> _values;

    private BowlTable(SearchSpace space, IEnumerable<(Architecture Architecture, double Value)> rows)
    {
        (Space, _values) = (space, new Dictionary<Architecture, double>());
        foreach (var (architecture, value) in rows)
        {
            _values.TryAdd(architecture, value);
        }

        Architectures = [.. _values.Keys];
    }

    public static Problem Problem { get; } = Problem.Single(Metric, Direction.Maximize);

    public SearchSpace Space { get; }

    public ImmutableArray<Architecture> Architectures { get; }

    public double this[Architecture architecture] => _values[architecture];

    public static BowlTable Read(string file, string column, SearchSpace space)
    {
        var folder = Environment.GetEnvironmentVariable("NASSTUDIO_TEST_DATA")
            ?? throw new InvalidOperationException("NASSTUDIO_TEST_DATA names no folder of tables.");
        var stored = Path.GetTempFileName();
        try
        {
            IBenchmarkFormat format = file.Contains("sample", StringComparison.Ordinal) ? new NasLibSampleFormat() : new CsvFormat();
            BenchmarkImporter.Import(
                format.Open(Path.Combine(folder, file), new BenchmarkReadOptions { Space = space }), stored,
                new ImportSettings(file, null, DateTimeOffset.UnixEpoch), null, CancellationToken.None);
            using var table = BenchmarkTable.Open(stored);
            return new BowlTable(
                space, Enumerable.Range(0, table.Rows).Select(row => (space.Parse(table.Native(row)), table.Value(row, column))));
        }
        finally
        {
            File.Delete(stored);
        }
    }

    public Trial Trial(int number, Proposal proposal) => new(
        number, proposal, TrialState.Completed, 0,
        ImmutableSortedDictionary<string, double>.Empty.Add(Metric, this[proposal.Architecture]));

    /// <summary>Different architectures, drawn evenly.</summary>
    public Architecture[] Draw(int count, RandomSource random)
    {
        var all = Architectures.ToArray();
        random.Shuffle(all.AsSpan());
        return all[..Math.Min(count, all.Length)];
    }

    /// <summary>Trials of different architectures, drawn evenly.</summary>
    public List<Trial> Draws(int count, RandomSource random) => [.. Draw(count, random).Select((a, i) => Trial(i, new Proposal(a, "a draw")))];

    /// <summary>The trials of a search with the default options.</summary>
    public List<Trial> Search(int evaluations, long seed)
    {
        var strategy = new NasBowlStrategy(
            new StrategyContext(Space, Problem, new RandomSource(seed).Fork("strategy"), evaluations, "", _ => { }), new NasBowlOptions());
        var trials = new List<Trial>();
        while (trials.Count < evaluations)
        {
            Trial[] batch = [.. strategy.Ask(evaluations - trials.Count, default).Select((p, i) => Trial(trials.Count + i, p))];
            strategy.Tell(batch);
            trials.AddRange(batch);
        }

        return trials;
    }
}
