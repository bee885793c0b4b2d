using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace NasStudio.EndToEnd;

/// <summary>The template that the studio is there for, whole: 96 trainings proposed by AG-Net.</summary>
public sealed class GenerativeSearchTests(StudioFixture fixture, ITestOutputHelper output) : IClassFixture<StudioFixture>
{
    private const int Evaluations = 96;
    private const int Reproduced = 8;

    [Fact]
    [Trait("speed", "slow")]
    public async Task The_front_and_the_latent_space_fill_while_the_generator_learns()
    {
        await using var studio = await fixture.OpenAsync("/");
        var clock = Stopwatch.StartNew();
        var id = await studio.StartFromTemplateAsync("Generative search");
        var seen = new List<int>();
        for (var next = 1; next < Evaluations; next = seen[^1] + 24)
        {
            await studio.ShowAsync(seen.Count % 2 == 0 ? "Front" : "Latent space");
            seen.Add(await studio.UntilPointsAsync(Math.Min(next, Evaluations)));
        }

        await studio.UntilAsync("Completed");
        output.WriteLine($"{Evaluations} evaluations took {clock.Elapsed:m\\:ss} minutes on {Environment.ProcessorCount} cores.");
        Assert.True(seen.Count >= 4, $"The charts were seen with {string.Join(", ", seen)} points only.");

        await studio.ShowAsync("Latent space");
        await studio.UntilPointsAsync(Evaluations);
        await studio.PictureAsync("latent-space");
        await studio.ShowAsync("Front");
        await studio.UntilPointsAsync(Evaluations);
        await studio.Page.Mouse.MoveAsync(5, 5);
        await studio.PictureAsync("studio");                          // the README's picture: docs/images/studio.png
        Assert.Empty(studio.Errors);

        var file = await studio.DownloadAsync("Result");
        await Checkout.AssertValidAsync(file, "result-v1.json");
        var result = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        Assert.Equal(StoredTrials.Of(fixture.DataFolder, id), StoredTrials.Of(result));
        var trials = result["runs"]![0]!["trials"]!.AsArray();
        Assert.Equal(Evaluations, trials.Count);
        Assert.Contains(trials, trial => trial!["origin"]!.GetValue<string>().StartsWith("generator", StringComparison.Ordinal));
        Retraining.AssertReproduced(result, [.. trials.Where((_, i) => i % (Evaluations / Reproduced) == 0)!]);
    }
}
