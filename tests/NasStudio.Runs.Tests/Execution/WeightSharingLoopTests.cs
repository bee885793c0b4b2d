using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Live;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Results;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Execution;

public sealed class WeightSharingLoopTests
{
    [Fact]
    public async Task It_does_its_rounds_and_then_trains_what_it_ends_with()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing());
        var heard = 0;
        using var subscription = studio.Feed.Subscribe(id, e => heard += e.Kind == LiveKind.Round ? 1 : 0);

        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));

        var view = await studio.RunAsync(id);
        Assert.Equal((3, 0, 4, 6, 6), (view.Completed, view.Failed, view.Total, view.Rounds!.Done, view.Rounds.Total));
        var trials = (await studio.Queries.TrialsAsync(id)).OrderBy(t => t.Number).ToList();
        Assert.Equal(["coefficient 0", "coefficient 1", "coefficient 2"], trials.Select(t => t.Origin));
        Assert.All(trials, t => Assert.True(t.Batch == 6 && t.ToldAt is not null && t.Metrics.ContainsKey("alone_ms")));
        Assert.Equal(Enumerable.Range(0, 6), (await studio.Queries.RoundsAsync(id, 0)).Select(r => r.Batch));
        Assert.Equal(trials.Select(t => t.Native), view.Rounds.Newest.Distributions.Select(d => d.Mode.Architecture));
        Assert.True(heard >= 2);
        var log = await studio.Queries.LogAsync(id);
        Assert.Single(log, line => line.Level == LogSeverity.Warning && line.Text == "Round 0: Most of it skips.");
    }

    [Fact]
    public async Task Equal_architectures_are_trained_once()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing(options: ("agrees", true)));
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Single(await studio.Queries.TrialsAsync(id));
    }

    [Fact]
    public async Task A_search_that_has_nothing_left_to_do_ends_before_its_last_round()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing(options: ("endsAfter", 4L)));
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        var view = await studio.RunAsync(id);
        Assert.Equal((4, 4, 3), (view.Rounds!.Done, view.Rounds.Total, view.Completed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Paused_and_resumed_it_ends_as_if_it_had_not_been_even_where_its_checkpoints_are_gone(bool lost)
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Sharing(rounds: 40, roundMs: 40, delayMs: 100);
        var (id, run) = await studio.CreateRunAsync(document);
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(
            async () => await studio.RunAsync(id) is { Rounds: { Done: > 0, Left: > 0 }, Eta: not null, Activity: not null });
        await studio.Experiments.PauseAsync(id);
        Assert.Equal(RunState.Paused, await execution);
        var stored = (await studio.RunAsync(id)).Rounds!.Done;
        Assert.InRange(stored, 1, 39);
        if (lost)
        {
            Directory.Delete(Path.Combine(studio.Folder, "checkpoints", $"{run}"), recursive: true);
        }

        await studio.Experiments.ResumeAsync(id);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));

        var (straight, other) = await studio.CreateRunAsync(TestStudio.Sharing(rounds: 40, delayMs: 100));
        await studio.Executor.ExecuteAsync(other, CancellationToken.None);
        Assert.Equal(await studio.OutcomesAsync(straight), await studio.OutcomesAsync(id));
        Assert.Equal(await studio.RoundsAsync(straight), await studio.RoundsAsync(id));
        Assert.Contains(await studio.Queries.LogAsync(id), line => line.Text == $"Resumed after {stored} rounds");
    }

    [Fact]
    public async Task Cancel_stops_within_a_round_and_keeps_the_rounds()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing(rounds: 3, roundMs: 1_000));
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Rounds is not null);
        await studio.Experiments.CancelAsync(id);
        Assert.Equal(RunState.Cancelled, await execution);
        Assert.Equal(1, (await studio.RunAsync(id)).Rounds!.Done);
        Assert.Empty(await studio.Queries.TrialsAsync(id));
    }

    [Fact]
    public async Task A_search_that_cannot_go_on_fails_its_run_with_its_words_and_keeps_the_rounds_before()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing(options: ("failingRound", 4L)));
        for (var attempt = 0; attempt < 2; attempt++)         // and again when it is tried again
        {
            Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
            var view = await studio.RunAsync(id);
            Assert.Equal("The training loss is NaN: lower the learning rate.", view.Error);
            Assert.Equal(3, view.Rounds!.Done);
            await studio.Experiments.ResumeAsync(id);
        }
    }

    [Fact]
    public async Task A_search_that_names_more_architectures_than_the_budget_has_fails_its_run()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing(options: ("greedy", true)));
        Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Contains("where 1 to 4 can be trained", (await studio.RunAsync(id)).Error!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_executor_that_has_lost_its_lease_stores_nothing_more_and_another_goes_on()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing(rounds: 12, roundMs: 250));
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)).Rounds is not null);
        await using (var context = studio.Context())
        {
            await context.Leases.Where(l => l.RunId == run).ExecuteUpdateAsync(
                set => set.SetProperty(l => l.Fence, l => l.Fence + 1).SetProperty(l => l.Owner, (string?)null));
        }

        Assert.Null(await execution);
        Assert.Equal(RunState.Running, (await studio.RunAsync(id)).State);
        Assert.InRange((await studio.RunAsync(id)).Rounds!.Done, 1, 11);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        var (straight, other) = await studio.CreateRunAsync(TestStudio.Sharing(rounds: 12));
        await studio.Executor.ExecuteAsync(other, CancellationToken.None);
        Assert.Equal(await studio.RoundsAsync(straight), await studio.RoundsAsync(id));
        Assert.Equal(await studio.OutcomesAsync(straight), await studio.OutcomesAsync(id));
    }

    [Fact]
    public async Task Another_version_refuses_to_go_on()
    {
        var folder = Directory.CreateTempSubdirectory("nasstudio-version-").FullName;
        long id, run;
        await using (var old = await TestStudio.CreateAsync(folder))
        {
            (id, run) = await old.CreateRunAsync(TestStudio.Sharing());
        }

        var newer = TestStudio.Catalogues(new EvaluationWatch(), strategyVersion: 2);
        await using (var studio = await TestStudio.CreateAsync(folder, catalogues: newer))
        {
            Assert.Equal(RunState.Failed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
            Assert.Contains("version 1 of the strategy 'sharing'", (await studio.RunAsync(id)).Error!,
                StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_the_supernet_learned_is_packed_as_it_is()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing());
        var files = studio.Get<SupernetFiles>();
        await Assert.ThrowsAsync<WrongStateException>(() => files.PackAsync(id, 0));
        await Assert.ThrowsAsync<NotFoundException>(() => files.PackAsync(id, 1));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);

        await using (var packed = await files.PackAsync(id, 0))
        {
            using var archive = new ZipArchive(packed);
            var entry = Assert.Single(archive.Entries);
            using var reader = new StreamReader(entry.Open());
            Assert.Equal(("walk.txt", await File.ReadAllTextAsync(
                Path.Combine(studio.Folder, "checkpoints", $"{run}", "5", "walk.txt"))), (entry.Name, await reader.ReadToEndAsync()));
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(studio.Folder, "cache")));
        var (asked, other) = await studio.CreateRunAsync(TestStudio.Document("memory", evaluations: 12));
        await studio.Executor.ExecuteAsync(other, CancellationToken.None);
        await Assert.ThrowsAsync<WrongStateException>(() => files.PackAsync(asked, 0));
    }

    [Fact]
    public async Task It_has_no_latent_space_to_decode()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing());
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<WrongStateException>(
            () => studio.Get<Runs.Execution.LatentProbe>().DecodeAsync(id, 0, [0, 0]));
        Assert.Equal("Sharing has no latent space to decode from.", refusal.Message);
    }
}
