using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using NasStudio.Benchmarks;
using NasStudio.Benchmarks.Formats;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Benchmarks;

/// <summary>The benchmarks that were imported: a file each in the data folder's "benchmarks".</summary>
/// <remarks>Safe for concurrent use, also by several processes: files appear and go whole.</remarks>
public sealed partial class BenchmarkShelf
{
    /// <summary>The longest name.</summary>
    public const int MaxNameLength = 64;

    internal const string AllowedNames =
        "1 to 64 lower-case letters, digits, '-', '_' and '.', a letter or digit first";

    private readonly string _folder;
    private readonly SpaceCatalogue _spaces;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, (DateTime Written, BenchmarkFacts Made)> _facts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTime Written, BenchmarkTable Made)> _open = new(StringComparer.Ordinal);

    /// <summary>The shelf of a data folder, which need not exist.</summary>
    public BenchmarkShelf(StudioOptions options, SpaceCatalogue spaces, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _folder = Path.Combine(options.DataFolder, "benchmarks");
        (_spaces, _clock) = (spaces, clock);
        Surrogates = new SurrogateShelf(
            _folder, kind => spaces.Find(kind) is { IsUserDefined: false } entry ? entry.Create(OptionValues.Defaults) : null,
            Open);
    }

    /// <summary>The surrogates, which lie beside the benchmarks.</summary>
    public SurrogateShelf Surrogates { get; }

    /// <summary>Names of all benchmarks, in order.</summary>
    public ImmutableArray<string> Names()
        => !Directory.Exists(_folder) ? []
            : [.. Directory.GetFiles(_folder, $"*{BenchmarkTable.Extension}").Select(Path.GetFileNameWithoutExtension)
                .OfType<string>().Where(name => IsName(name)).Order(StringComparer.Ordinal)];

    /// <summary>What a benchmark says of itself; null when there is none of that name.</summary>
    /// <exception cref="BenchmarkException">Its file is damaged.</exception>
    public BenchmarkFacts? Facts(string name)
        => FileOf(name) is { } path ? LatestFile.Get(_facts, name, path, BenchmarkTable.ReadFacts) : null;

    /// <summary>A benchmark's table, which stays open: it is not to be disposed of.</summary>
    /// <exception cref="NotFoundException">There is none of that name; says which there are.</exception>
    /// <exception cref="BenchmarkException">Its file is damaged.</exception>
    public BenchmarkTable Open(string name)
    {
        var path = FileOf(name) ?? throw Unknown(name);
        return LatestFile.Get(_open, name, path, BenchmarkTable.Open);
    }

    /// <summary>Imports a file: whole, or not at all.</summary>
    /// <param name="asked">What to import.</param>
    /// <param name="progress">Hears rows read and the share of the file that they are, which may be unknown; null where
    /// nobody listens.</param>
    /// <param name="cancellation">Stops it; nothing is left.</param>
    /// <exception cref="BenchmarkRefusedException">The file has faults, or the name is not allowed or taken.</exception>
    /// <exception cref="StorageException">The data folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public BenchmarkView Import(
        BenchmarkImport asked, Action<int, double?>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        try
        {
            return BenchmarkView.Of(asked.Name, ImportTable(asked, progress, cancellation));
        }
        catch (BenchmarkException problem)
        {
            throw new BenchmarkRefusedException(problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException
            && StorageException.From(problem, _folder) is not null)
        {
            throw StorageException.From(problem, _folder)!;
        }
    }

    private BenchmarkFacts ImportTable(
        BenchmarkImport asked, Action<int, double?>? progress, CancellationToken cancellation)
    {
        if (!IsName(asked.Name))
        {
            throw new BenchmarkException(
                $"'{asked.Name}' is no name for a benchmark; allowed are {AllowedNames}.");
        }

        if (FileOf(asked.Name) is not null)
        {
            throw new BenchmarkException(
                $"There is a benchmark '{asked.Name}' already; delete it first, or choose another name.");
        }

        var format = asked.Format is { } kind ? BenchmarkFormats.Of(kind)
            : BenchmarkFormats.Recognise(asked.Path, asked.FileName);
        string? definition = null;
        var source = format.Open(asked.Path, new BenchmarkReadOptions
        {
            Space = asked.Space is { } named ? Find(named) ?? throw new BenchmarkException(
                $"There is no space '{named}'; there is {string.Join(", ", _spaces.Entries.Select(entry => entry.Kind))}.") : null,
            FindSpace = Find,
            Statements = asked.Statements(),
        });
        return BenchmarkImporter.Import(
            source, PathOf(asked.Name), new ImportSettings(asked.Name, definition, _clock.GetUtcNow()),
            progress is null ? null : at => progress(at.Rows, at.Fraction), cancellation);

        SearchSpace? Find(string text)
        {
            definition = text.StartsWith('{') ? text : null;
            return ReadSpace(text)?.Space;
        }
    }

    /// <summary>Deletes a benchmark. Runs that have it open go on with it.</summary>
    /// <exception cref="NotFoundException">There is none of that name; says which there are.</exception>
    public void Delete(string name)
    {
        File.Delete(FileOf(name) ?? throw Unknown(name));
        _facts.TryRemove(name, out _);
        _open.TryRemove(name, out _);
    }

    /// <summary>Whether a text may name a benchmark; such a name never leads out of the folder.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    internal string PathOf(string name) => Path.Combine(_folder, name + BenchmarkTable.Extension);

    private string? FileOf(string name) => IsName(name) && PathOf(name) is var path && File.Exists(path) ? path : null;

    private NotFoundException Unknown(string name) => new(
        $"There is no benchmark '{name}'; there is {(Names() is { Length: > 0 } names ? string.Join(", ", names) : "none yet")}.");

    /// <summary>A space by its kind, or by its definition as it stands in experiment files; null where there is none of
    /// that kind.</summary>
    /// <exception cref="BenchmarkException">The definition has faults.</exception>
    internal (KindChoice Choice, SearchSpace Space)? ReadSpace(string text)
    {
        if (!text.StartsWith('{'))
        {
            return _spaces.Find(text) is { IsUserDefined: false } entry
                ? (new KindChoice(text), entry.Create(OptionValues.Defaults)) : null;
        }

        var faults = new List<Fault>();
        try
        {
            using var json = JsonDocument.Parse($"{{\"space\":{text}}}");
            var choice = new KindReader(faults)
                .Read(JsonFields.Of(json.RootElement, "$", faults)!, "space", _spaces, nested: false).Choice;
            return faults.Count == 0 ? (choice!, _spaces.Create(choice!)) : throw new BenchmarkException(
                $"The space has faults: {string.Join("; ", faults)}");
        }
        catch (JsonException problem)
        {
            throw new BenchmarkException("The space is neither a kind nor valid JSON.", problem);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}
