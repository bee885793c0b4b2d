using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Benchmarks;
using NasStudio.Benchmarks.Formats;
using NasStudio.Benchmarks.Surrogates;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;
using NasStudio.Trees;

namespace NasStudio.Runs.Benchmarks;

/// <summary>A surrogate that somebody asks for.</summary>
/// <param name="Name">Its name from now on.</param>
/// <param name="Benchmark">Name of the benchmark to learn from.</param>
/// <param name="Metrics">What to predict; at least one.</param>
public sealed record SurrogateRequest(string Name, string Benchmark, ImmutableArray<string> Metrics)
{
    private static readonly SurrogateOptions Defaults = new();

    /// <summary>The encoding that its trees see: a kind of <see cref="ArchitectureEncoding"/>; null for what the space is
    /// usually seen by.</summary>
    public string? Encoding { get; init; }

    /// <summary>Rows that are used at most, drawn at random.</summary>
    public int Rows { get; init; } = Defaults.Rows;

    /// <summary>Parts of the cross-validation.</summary>
    public int Folds { get; init; } = Defaults.Folds;

    internal SurrogateOptions Options => Defaults with { Encoding = Encoding, Rows = Rows, Folds = Folds };
}

/// <summary>A model of trees that was made elsewhere, to be taken onto the shelf.</summary>
/// <param name="File">XGBoost's JSON (<c>Booster.save_model("x.json")</c>), one output.</param>
/// <param name="Space">Kind of its space.</param>
/// <param name="Encoding">The encoding that its trees see.</param>
/// <param name="Metric">What it predicts, for instance "val_acc: unit %, maximize, validation".</param>
/// <param name="Mean">Added to what the trees say, in the metric's unit; 0 for trees that say it themselves.</param>
/// <param name="Deviation">What the trees say is multiplied by it; 1 likewise.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Licence">Its licence.</param>
public sealed record ForeignTrees(
    string File, string Space, string Encoding, string Metric, double Mean, double Deviation, string Title, string Origin,
    string Licence);

/// <summary>The surrogates of the data folder: a file each beside the tables.</summary>
/// <remarks>Safe for concurrent use, also by several processes: files appear and go whole.</remarks>
public sealed class SurrogateShelf
{
    private const long MostModelBytes = 256L << 20;

    private readonly string _folder;
    private readonly Func<string, SearchSpace?> _findSpace;
    private readonly Func<string, BenchmarkTable> _openTable;
    private readonly ConcurrentDictionary<string, (DateTime Written, SurrogateFacts Made)> _facts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTime Written, SurrogateBenchmark Made)> _open = new(StringComparer.Ordinal);

    /// <summary>The shelf of a folder, which need not exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="findSpace">The space of a kind; null where there is none.</param>
    /// <param name="openTable">The benchmark of a name.</param>
    internal SurrogateShelf(string folder, Func<string, SearchSpace?> findSpace, Func<string, BenchmarkTable> openTable)
        => (_folder, _findSpace, _openTable) = (folder, findSpace, openTable);

    /// <summary>Names of all surrogates, in order.</summary>
    public ImmutableArray<string> Names() => !Directory.Exists(_folder) ? []
        : [.. Directory.GetFiles(_folder, $"*{SurrogateFile.Extension}")
            .Select(path => Path.GetFileName(path)[..^SurrogateFile.Extension.Length])
            .Where(BenchmarkShelf.IsName).Order(StringComparer.Ordinal)];

    /// <summary>Every surrogate, by name; a damaged one with what is wrong.</summary>
    public ImmutableArray<SurrogateView> List() => [.. Names().Select(View).OfType<SurrogateView>()];

    /// <summary>What a surrogate says of itself; null when there is none of that name.</summary>
    /// <exception cref="BenchmarkException">Its file is damaged.</exception>
    public SurrogateFacts? Facts(string name)
        => FileOf(name) is { } path ? LatestFile.Get(_facts, name, path, SurrogateFile.ReadFacts) : null;

    /// <summary>A surrogate, which stays open: it is not to be disposed of.</summary>
    /// <exception cref="NotFoundException">There is none of that name; says which there are.</exception>
    /// <exception cref="BenchmarkException">Its file is damaged.</exception>
    public SurrogateBenchmark Open(string name)
    {
        var path = FileOf(name) ?? throw Unknown(name);
        return LatestFile.Get(_open, name, path, file => SurrogateFile.Open(file, _findSpace));
    }

    /// <summary>Fits a surrogate to a table and stores it: whole, or not at all.</summary>
    /// <param name="asked">What to fit.</param>
    /// <param name="progress">Hears the share done, in [0, 1]; null where nobody listens.</param>
    /// <param name="cancellation">Stops it; nothing is left.</param>
    /// <exception cref="NotFoundException">There is no such benchmark.</exception>
    /// <exception cref="BenchmarkRefusedException">The name is not allowed or taken, or the table does not suffice.</exception>
    /// <exception cref="StorageException">The data folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public SurrogateView Fit(SurrogateRequest asked, Action<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return Store(asked.Name, () =>
        {
            var table = _openTable(asked.Benchmark);
            if (asked.Metrics.IsEmpty)
            {
                throw new BenchmarkException(
                    $"No metric is given; allowed: {string.Join(", ", table.Metrics.Select(metric => metric.Name))}.");
            }

            var sample = SurrogateSample.Of(table, SpaceOf(table.Facts.Space), asked.Metrics);
            return SurrogateFit.Run(sample, asked.Options, progress, cancellation);
        });
    }

    /// <summary>Stores a model that was made elsewhere; nobody here has measured what it is worth, and it says so.</summary>
    /// <exception cref="BenchmarkRefusedException">The name is not allowed or taken, or the file is no such model.</exception>
    /// <exception cref="StorageException">The data folder cannot be written.</exception>
    public SurrogateView Wrap(string name, ForeignTrees asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return Store(name, () =>
        {
            var metric = MetricStatement.Parse(asked.Metric);
            var space = SpaceOf(asked.Space);
            var features = new SurrogateFeatures(space, asked.Encoding);
            return new SurrogateBenchmark(
                space, features, [new(metric.Metric(metric.Column), null, asked.Mean, asked.Deviation, Trees(asked.File))],
                asked.Origin)
            {
                Title = asked.Title,
                Licence = asked.Licence,
            };
        });
    }

    /// <summary>Deletes a surrogate. Runs that have it open go on with it.</summary>
    /// <exception cref="NotFoundException">There is none of that name; says which there are.</exception>
    public void Delete(string name)
    {
        File.Delete(FileOf(name) ?? throw Unknown(name));
        _facts.TryRemove(name, out _);
        _open.TryRemove(name, out _);
    }

    private SurrogateView Store(string name, Func<SurrogateBenchmark> make)
    {
        try
        {
            RequireNew(name);
            using var made = make();
            SurrogateFile.Save(made, PathOf(name));
            return View(name)!;
        }
        catch (BenchmarkException problem)
        {
            throw new BenchmarkRefusedException(problem);
        }
        catch (ValidationException problem)
        {
            throw new BenchmarkRefusedException(new BenchmarkException(problem.Message, problem));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException
            && StorageException.From(problem, _folder) is not null)
        {
            throw StorageException.From(problem, _folder)!;
        }
    }

    private static GradientBoostedTrees Trees(string path)
    {
        try
        {
            return new FileInfo(path).Length is var size && size <= MostModelBytes
                ? GradientBoostedTrees.LoadJson(File.ReadAllBytes(path))
                : throw new BenchmarkException($"{path} has {size:N0} bytes; allowed are up to {MostModelBytes:N0}.");
        }
        catch (Exception problem) when (problem is XgBoostException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BenchmarkException($"{path} is no model of trees: {problem.Message}", problem);
        }
    }

    private void RequireNew(string name)
    {
        if (!BenchmarkShelf.IsName(name))
        {
            throw new BenchmarkException($"'{name}' is no name for a surrogate; allowed are {BenchmarkShelf.AllowedNames}.");
        }

        if (FileOf(name) is not null)
        {
            throw new BenchmarkException($"There is a surrogate '{name}' already; delete it first, or choose another name.");
        }
    }

    private SearchSpace SpaceOf(string kind) => _findSpace(kind) ?? throw new BenchmarkException(
        $"There is no space '{kind}' whose surrogates can be kept; a user-defined space has none.");

    private SurrogateView? View(string name)
    {
        try
        {
            return Facts(name) is { } facts ? SurrogateView.Of(name, facts) : null;
        }
        catch (BenchmarkException problem)
        {
            return SurrogateView.Damaged(name, problem.Message);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name + SurrogateFile.Extension);

    private string? FileOf(string name)
        => BenchmarkShelf.IsName(name) && PathOf(name) is var path && File.Exists(path) ? path : null;

    private NotFoundException Unknown(string name) => new(
        $"There is no surrogate '{name}'; there is {(Names() is { Length: > 0 } names ? string.Join(", ", names) : "none yet")}.");
}
