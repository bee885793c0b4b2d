using NasStudio.Benchmarks.Formats;
using NasStudio.Benchmarks.Tables;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;

namespace NasStudio.Benchmarks.Tests;

/// <summary>A folder of its own for a test, and the way from a file in it to a table.</summary>
public sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nasstudio-benchmarks-");
    private readonly List<BenchmarkTable> _open = [];

    /// <summary>Where the table of <see cref="Import"/> is.</summary>
    public string Stored => Path.Combine(_folder.FullName, "table" + BenchmarkTable.Extension);

    /// <summary>Names of all its files.</summary>
    public string[] Files => [.. _folder.GetFiles().Select(file => file.Name)];

    /// <summary>Writes a file.</summary>
    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file.</summary>
    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Imports a file into the store and opens it.</summary>
    public BenchmarkTable Import(
        string path, SearchSpace? space = null, TableStatements? said = null, ReadLimits? limits = null)
    {
        BenchmarkImporter.Import(
            Open(path, space, said, limits), Stored, new ImportSettings("A test", null, DateTimeOffset.UnixEpoch), null,
            CancellationToken.None);
        var table = BenchmarkTable.Open(Stored);
        _open.Add(table);
        return table;
    }

    /// <summary>Opens a file as a source.</summary>
    public static BenchmarkSource Open(
        string path, SearchSpace? space = null, TableStatements? said = null, ReadLimits? limits = null)
        => BenchmarkFormats.Recognise(path).Open(path, new BenchmarkReadOptions
        {
            Space = space,
            FindSpace = Find,
            Statements = said ?? new TableStatements(),
            Limits = limits ?? new ReadLimits(),
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        _open.ForEach(table => table.Dispose());
        _folder.Delete(recursive: true);
    }

    private static SearchSpace? Find(string kind) => kind switch
    {
        "tiny" => new Testing.TinySpace(),
        "nas-bench-201" => new NasBench201Space(),
        "nas-bench-macro" => new NasBenchMacroSpace(),
        _ => null,
    };
}
