using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Search;

namespace NasStudio.NeuralSearch.Tests.AgNet;

/// <summary>A cache folder with a briefly pre-trained generator, made once for the tests that need one.</summary>
public sealed class PretrainedGenerator : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nasstudio-ag-net-");

    /// <summary>The space.</summary>
    public NasBench201Space Space { get; } = new();

    /// <summary>The cache folder.</summary>
    public string CacheFolder => _folder.FullName;

    /// <summary>Short pre-training and short retraining, so that many small runs are quick.</summary>
    public static AgNetOptions Quick { get; } = new()
    {
        InitialDesign = 8,
        BatchSize = 8,
        Candidates = 20,
        Epochs = 2,
        MiniBatch = 16,
        PretrainingInstances = 25_600,
    };

    /// <summary>A context over the shared cache.</summary>
    public StrategyContext Context(long seed, Problem problem, int budget)
        => new(Space, problem, new RandomSource(seed), budget, CacheFolder, _ => { });

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>Tests that share one pre-trained generator.</summary>
[CollectionDefinition(Name)]
public sealed class PretrainedGeneratorTests : ICollectionFixture<PretrainedGenerator>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "pre-trained generator";
}
