using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NasStudio.Core.Randomness;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;
using NasStudio.Web.Panels;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Panels;

public sealed class DecodedHereTests
{
    private static readonly string Native = Sample.Space.Sample(new RandomSource(1)).Native;

    private static readonly DecodedView Decoded = new(
        Native, "class", "function", ImmutableSortedDictionary<string, double>.Empty.Add("val_acc", 91.42), [3, 4], null);

    [Fact]
    public async Task An_architecture_is_drawn_with_what_is_predicted_and_how_far_its_own_place_is()
    {
        var html = await HtmlAsync(() => new DecodedPlace(7, Decoded));
        Assert.Contains("as the generator stood after batch 7", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Validation accuracy, predicted</dt><dd>91.42 %</dd>", html, StringComparison.Ordinal);
        Assert.Contains("its own is 5 away", html, StringComparison.Ordinal);
        Assert.Contains("Evaluate it", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Evaluated already", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_of_it_is_offered_and_a_missing_prediction_explained()
    {
        var html = await HtmlAsync(() => new DecodedPlace(7, Decoded with { Trial = 12, Predicted = null, Latent = null }));
        Assert.Contains("Evaluated already: show trial 12", html, StringComparison.Ordinal);
        Assert.Contains("expects nothing of it", html, StringComparison.Ordinal);
        Assert.DoesNotContain("its own is", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_of_nothing_and_a_refusal_are_said_in_words()
    {
        var nothing = await HtmlAsync(() => new DecodedPlace(7, null));
        Assert.Contains("no valid architecture", nothing, StringComparison.Ordinal);
        Assert.DoesNotContain("Evaluate it", nothing, StringComparison.Ordinal);
        var refused = await HtmlAsync(() => throw new WrongStateException("The run has no checkpoint."));
        Assert.Contains("role=\"alert\"", refused, StringComparison.Ordinal);
        Assert.Contains("The run has no checkpoint.", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-busy=\"true\"", refused, StringComparison.Ordinal);
    }

    private static async Task<string> HtmlAsync(Func<DecodedPlace> decode)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IExperimentSource>(new Source(decode));
        return WebUtility.HtmlDecode(await ComponentRenderer.HtmlAsync<DecodedHere>(
            services, ("View", Sample.Experiment(0)), ("Seed", 0L), ("Latent", ImmutableArray.Create(0.0, 0.0)),
            ("Space", Sample.Space)));
    }

    private sealed class Source(Func<DecodedPlace> decode) : EmptySource
    {
        public override Task<DecodedPlace> DecodeAsync(long id, long seed, ImmutableArray<double> latent, CancellationToken cancellation)
            => Task.Run(decode, cancellation);
    }
}
