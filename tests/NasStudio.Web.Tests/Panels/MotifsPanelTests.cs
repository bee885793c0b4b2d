using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;
using NasStudio.Web.Panels;
using NasStudio.Web.Tests.Live;
using NasStudio.Web.Tests.Motifs;

namespace NasStudio.Web.Tests.Panels;

public sealed class MotifsPanelTests
{
    [Fact]
    public async Task Too_few_trials_are_said_with_how_many_are_needed_and_nothing_is_asked()
    {
        var source = new Source(() => throw new NotSupportedException());
        var html = await HtmlAsync(source, 7);
        Assert.Contains("at least 20 completed trials of one run; this one has 7", html, StringComparison.Ordinal);
        Assert.Empty(source.Asked);
        Assert.Contains("has none so far", await HtmlAsync(source, 0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_shown_in_words()
    {
        var html = await HtmlAsync(new Source(() => throw new WrongStateException("The trials cannot be learned.")), 30);
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Contains("The trials cannot be learned.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_learned_is_shown_with_the_file_to_download_and_the_motif_of_the_address()
    {
        var source = new Source(() => StudySample.OfCells);
        var motif = StudySample.OfCells.Motifs[3].Name;
        var html = await HtmlAsync(source, 60, new ViewState(ViewState.Motifs, Motif: motif, Sort: "gradient"));
        Assert.Equal([(0L, "val_acc")], source.Asked);
        Assert.Contains("Learned from the run's 60 completed trials", html, StringComparison.Ordinal);
        Assert.Contains("api/v1/experiments/1/runs/0/motifs.json?objective=val_acc", html, StringComparison.Ordinal);
        Assert.Contains($"With and without “{Web.Motifs.MotifText.Of(StudySample.OfCells.Motifs[3])}”", html, StringComparison.Ordinal);
        Assert.Contains("value=\"gradient\" selected", html, StringComparison.Ordinal);
        Assert.Contains("How far to trust it", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_objective_of_the_address_is_learned()
    {
        var source = new Source(() => StudySample.OfCells);
        await HtmlAsync(source, 60, new ViewState(ViewState.Motifs, Y: "latency_ms"));
        Assert.Equal([(0L, "latency_ms")], source.Asked);
    }

    private static async Task<string> HtmlAsync(Source source, int trials, ViewState? state = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IExperimentSource>(source);
        ImmutableArray<TrialView> all = [.. Enumerable.Range(0, trials).Select(i => Sample.Trial(i, 70 + i, 1))];
        return WebUtility.HtmlDecode(await ComponentRenderer.HtmlAsync<MotifsPanel>(
            services, ("View", Sample.Experiment(0)), ("Trials", all), ("State", state ?? new ViewState(ViewState.Motifs)),
            ("Selected", all.LastOrDefault()), ("Space", Sample.Space),
            ("StateChanged", EventCallback<ViewState>.Empty)));
    }

    private sealed class Source(Func<MotifStudy> study) : EmptySource
    {
        public List<(long Seed, string Objective)> Asked { get; } = [];

        public override Task<MotifStudy> StudyAsync(
            long id, long seed, string objective, Action<string> progress, CancellationToken cancellation)
        {
            Asked.Add((seed, objective));
            return Task.Run(study, cancellation);
        }
    }
}
