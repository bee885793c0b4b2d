using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Randomness;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>
/// Pre-trained generators on disk, made at most once for each space and options. Its seed is its own, so that every run
/// starts from the same generator. Some come with the program (<see cref="Shipped"/>): folders that such a cache has made.
/// </summary>
/// <remarks>
/// A generator is written to a folder beside its place and renamed into it. Makers take a lock file; who comes later
/// waits and then reads. A maker that dies leaves a stray folder, never half a generator.
/// </remarks>
internal sealed class PretrainingCache(
    string cacheFolder, SearchSpace space, GraphEncoding encoding, AgNetOptions options)
{
    /// <summary>
    /// Raised whenever networks or pre-training change, so that old generators are not mistaken for new ones.
    /// </summary>
    private const int Version = 2;

    private const long Seed = 201;

    /// <summary>The folder beside the program that holds those that come with it; need not exist.</summary>
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "generators");
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Loads weights of a pre-trained generator (and its encoder); makes them first where they are missing.
    /// </summary>
    public void Load(AgNetNetworks networks, Action<string> report, CancellationToken cancellation)
    {
        var folder = Path.Combine(Shipped, Key());
        folder = Directory.Exists(folder) ? folder : Path.Combine(cacheFolder, Key());
        if (!Directory.Exists(folder))
        {
            using var turn = TakeTurn(folder + ".lock", report, cancellation);
            if (!Directory.Exists(folder))
            {
                Make(folder, report, cancellation);
            }
        }

        networks.LoadGenerator(folder);
    }

    private string Key() => string.Create(CultureInfo.InvariantCulture,
        $"ag-net-{space.Kind}{Definition()}-{options.Latent}{NodeWeight()}-{options.PretrainingInstances}-v{Version}").ToLowerInvariant();

    /// <summary>What operations count, where it is not 1.</summary>
    private string NodeWeight() => options.NodeWeightOn(space.Kind) is var weight && weight == 1 ? ""
        : string.Create(CultureInfo.InvariantCulture, $"-nodes{weight}");

    /// <summary>What tells user-defined spaces apart.</summary>
    private string Definition()
    {
        if (space is not ChoiceSpace choice)
        {
            return "";
        }

        var text = string.Join('\n', encoding.Vocabulary.Concat(choice.Definition.Forbid.Select(rule => rule.ToString())));
        return "-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private void Make(string folder, Action<string> report, CancellationToken cancellation)
    {
        var random = new RandomSource(Seed);
        using var networks = AgNetNetworks.Fresh(encoding, options, metrics: 1, random.Fork("weights"));
        var pretraining = new Pretraining(encoding, space, options.PretrainingInstances, options.NodeWeightOn(space.Kind));
        report($"pre-training a generator for {space.Title} (once; it is kept for later runs)");
        pretraining.Train(networks.Generator, networks.Encoder, random.Fork("training"), report, cancellation);
        var quality = pretraining.Measure(networks.Generator, networks.Encoder, random.Fork("quality"));
        report($"generator pre-trained: {quality}");

        var fresh = $"{folder}.{Environment.ProcessId}.new";
        if (Directory.Exists(fresh))
        {
            Directory.Delete(fresh, recursive: true);
        }

        Directory.CreateDirectory(fresh);
        networks.SaveGenerator(fresh);
        Directory.Move(fresh, folder);
    }

    private static FileStream TakeTurn(string lockFile, Action<string> report, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(lockFile))
            {
                if (attempt == 0)
                {
                    report("another run is pre-training the generator; waiting for it");
                }

                cancellation.WaitHandle.WaitOne(LockRetry);
            }
        }
    }
}
