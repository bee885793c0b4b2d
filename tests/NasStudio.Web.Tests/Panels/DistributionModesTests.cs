using System.Collections.Immutable;
using NasStudio.Runs.Queries;
using NasStudio.Web.Panels;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Panels;

public sealed class DistributionModesTests
{
    [Fact]
    public async Task Each_distribution_shows_its_architecture_in_the_supernet_and_trained_alone()
    {
        var round = new RoundView(0, 7, Sample.Rounds(8, 9).Newest);
        var trials = ImmutableArray.Create(Sample.Trial(1, 91.5, 3));      // what the second distribution ended with

        var html = await ComponentRenderer.HtmlAsync<DistributionModes>(
            ("View", Sample.Experiment(0)), ("Round", round), ("Trials", trials), ("Space", Sample.Space));

        Assert.Equal(3, html.Split("<figcaption>Coefficient ").Length);
        Assert.Contains("Validation accuracy, supernet</dt><dd class=\"number\">80 %", html, StringComparison.Ordinal);
        Assert.Contains("trained alone</dt><dd class=\"number\">91.5 %", html, StringComparison.Ordinal);
        Assert.Contains("trained alone</dt><dd class=\"number\">not yet", html, StringComparison.Ordinal);
        Assert.Contains("Show trial 1", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("class=\"cell-parts\"").Length);
    }
}
