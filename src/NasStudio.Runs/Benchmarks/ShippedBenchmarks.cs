using Microsoft.Extensions.Logging;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Benchmarks;

/// <summary>The benchmarks that come with the program: tables beside it, imported the first time they are met.</summary>
public sealed class ShippedBenchmarks(BenchmarkShelf shelf, ILogger<ShippedBenchmarks> logger)
{
    /// <summary>The folder beside the program that holds them.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "benchmarks");

    /// <summary>Imports those that are not on the shelf; one that was deleted comes back.</summary>
    /// <param name="folder">Where they are; need not exist.</param>
    /// <param name="cancellation">Stops it between two or within one.</param>
    public void Import(string folder, CancellationToken cancellation = default)
    {
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv.gz") : [])
        {
            var name = Path.GetFileName(file)[..^".csv.gz".Length];
            if (shelf.Names().Contains(name))
            {
                continue;
            }

            try
            {
                shelf.Import(new BenchmarkImport(file, name), null, cancellation);
            }
            catch (Exception problem) when (problem is BenchmarkRefusedException or StorageException)
            {
                logger.LogWarning(problem, "The benchmark {Name} that comes with the program was not imported.", name);
            }
        }
    }
}
