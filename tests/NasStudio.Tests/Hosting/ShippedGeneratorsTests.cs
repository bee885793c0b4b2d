using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.NeuralSearch.AgNet;
using NasStudio.Search;

namespace NasStudio.Tests.Hosting;

/// <summary>What comes with the program is what a search with default options asks for.</summary>
public sealed class ShippedGeneratorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Where networks or pre-training have changed, the shipped generator is another one's: remove it, run a search with
    /// default options, and take the folder that its cache then holds.
    /// </summary>
    [Fact]
    public void A_search_on_NAS_Bench_201_pre_trains_nothing()
    {
        var said = new List<string>();
        using var strategy = new AgNetStrategy(
            new StrategyContext(
                new NasBench201Space(), Problem.Single("value", Direction.Maximize), new RandomSource(0), 16, _folder.Path, said.Add),
            new AgNetOptions());

        Assert.NotEmpty(strategy.Ask(16, default));
        Assert.DoesNotContain(said, line => line.Contains("pre-training", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }
}
