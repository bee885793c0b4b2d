using System.Globalization;
using System.IO.Compression;

namespace NasStudio.Testing;

/// <summary>
/// Real benchmark tables, read where they lie: the folder that NASSTUDIO_TEST_DATA names, by default ../shared/data
/// beside the repository. Nothing of them is part of the repository; tests that need them carry
/// <see cref="TableFactAttribute"/>.
/// </summary>
public static class TestTables
{
    /// <summary>The folder of the tables; it need not exist.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("NASSTUDIO_TEST_DATA")
        ?? Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared", "data"));

    /// <summary>Why a table cannot be read; null where it can.</summary>
    public static string? WhyMissing(string file) => File.Exists(Path.Combine(Folder, file))
        ? null
        : $"The table {file} is not in {Folder} (set NASSTUDIO_TEST_DATA to the folder that holds it).";

    /// <summary>Every row of a comma-separated table, by column name; a name that ends in .gz is unpacked.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string file)
    {
        using Stream packed = File.OpenRead(Path.Combine(Folder, file));
        using var stream = file.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(packed, CompressionMode.Decompress)
            : packed;
        using var reader = new StreamReader(stream);
        var header = reader.ReadLine()!.Split(',');
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(header.Zip(line.Split(',')).ToDictionary(p => p.First, p => p.Second));
        }

        return rows;
    }

    /// <summary>A numeric column of a row.</summary>
    public static double Number(this IReadOnlyDictionary<string, string> row, string column)
        => double.Parse(row[column], CultureInfo.InvariantCulture);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NasStudio.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}

/// <summary>A test that needs a real table; skipped, with the reason, where the table is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TableFactAttribute : FactAttribute
{
    /// <summary>Needs this file in <see cref="TestTables.Folder"/>.</summary>
    public TableFactAttribute(string file)
    {
        File = file;
        Skip = TestTables.WhyMissing(file);
    }

    /// <summary>The file.</summary>
    public string File { get; }
}

/// <summary>Like <see cref="TableFactAttribute"/>, for tests with parameters.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TableTheoryAttribute : TheoryAttribute
{
    /// <summary>Needs these files in <see cref="TestTables.Folder"/>.</summary>
    public TableTheoryAttribute(params string[] files)
    {
        Files = files;
        Skip = files.Select(TestTables.WhyMissing).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>The files.</summary>
    public IReadOnlyList<string> Files { get; }
}
