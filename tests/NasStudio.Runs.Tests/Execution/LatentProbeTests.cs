using System.Collections.Immutable;
using System.Globalization;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Queries;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Execution;

public sealed class LatentProbeTests
{
    private static readonly ImmutableArray<double> Here = [3, 4];

    [Fact]
    public async Task A_finished_run_shows_what_its_strategy_has_at_a_place_and_stays_as_it_is()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document("memory", evaluations: 10));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var (before, files) = (await studio.OutcomesAsync(id), Checkpoints(studio, run));

        var place = await DecodeAsync(studio, id);

        var trials = await studio.Queries.TrialsAsync(id);
        var memory = trials.Where(t => t.Batch == 2).Select(t => t.Origin).Distinct().Single();
        Assert.Equal(2, place.Batch);
        Assert.Equal(
            double.Parse(memory.Split(' ')[1], CultureInfo.InvariantCulture), place.Architecture!.Predicted!["score"]);
        Assert.Equal(
            trials.Where(t => t.Batch < 2).Sum(t => t.Metrics["score"] * (t.Number + 1)),
            place.Architecture.Predicted["cost"], 1e-9);     // told what the checkpoint was told, and no more
        Assert.Equal(place.Architecture, (await DecodeAsync(studio, id)).Architecture, Same);
        Assert.Null((await studio.Get<LatentProbe>().DecodeAsync(id, 0, [-1, 0])).Architecture);
        Assert.Equal(before, await studio.OutcomesAsync(id));
        Assert.Equal(files, Checkpoints(studio, run));
    }

    [Fact]
    public async Task An_architecture_that_was_a_trial_is_known_as_one()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document("memory", evaluations: 40, space: "tiny"));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var trials = (await studio.Queries.TrialsAsync(id)).OrderBy(t => t.Number).ToList();
        for (var x = 0; x < 8; x++)
        {
            var decoded = (await studio.Get<LatentProbe>().DecodeAsync(id, 0, [x, 0])).Architecture!;
            Assert.Equal(trials.Find(t => t.Native == decoded.Native)?.Number, decoded.Trial);
        }
    }

    [Fact]
    public async Task A_run_at_work_is_probed_where_it_stands_and_ends_as_it_would_have()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document("memory", evaluations: 24, delayMs: 40));
        var running = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var seen = new HashSet<int>();
        while (!running.IsCompleted)
        {
            try
            {
                seen.Add((await DecodeAsync(studio, id)).Batch);
            }
            catch (WrongStateException none)
            {
                Assert.Contains("no checkpoint", none.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(RunState.Completed, await running);
        Assert.True(seen.Count > 1);
        var (alone, undisturbed) = await studio.CreateRunAsync(TestStudio.Document("memory", evaluations: 24));
        await studio.Executor.ExecuteAsync(undisturbed, CancellationToken.None);
        Assert.Equal(await studio.OutcomesAsync(alone), await studio.OutcomesAsync(id));
    }

    [Fact]
    public async Task Where_a_checkpoint_is_removed_while_it_is_read_the_next_is_taken_and_then_it_is_given_up()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document("memory", evaluations: 10);
        document = document with
        {
            Strategy = document.Strategy with { Options = document.Strategy.Options.With("vanishing", 2L) },
        };
        var (id, run) = await studio.CreateRunAsync(document);
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        Assert.Equal(1, (await DecodeAsync(studio, id)).Batch);

        await using var other = await TestStudio.CreateAsync();
        (id, run) = await other.CreateRunAsync(TestStudio.Document("memory", evaluations: 10));
        await other.Executor.ExecuteAsync(run, CancellationToken.None);
        Array.ForEach(Checkpoints(other, run), File.Delete);
        Assert.Contains("cannot be read", await RefusalAsync(other, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_refused_with_the_reason()
    {
        await using var studio = await TestStudio.CreateAsync();
        var draft = await studio.Experiments.CreateAsync(TestStudio.Document("memory"), start: false);
        Assert.Contains("has no checkpoint", await RefusalAsync(studio, draft), StringComparison.Ordinal);
        var random = await studio.Experiments.CreateAsync(TestStudio.Document(), start: false);
        Assert.Contains("Random search has no latent space", await RefusalAsync(studio, random), StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotFoundException>(() => DecodeAsync(studio, 99));
        await Assert.ThrowsAsync<NotFoundException>(() => studio.Get<LatentProbe>().DecodeAsync(draft, 7, Here));

        var (id, run) = await studio.CreateRunAsync(TestStudio.Document("memory", evaluations: 4));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await Assert.ThrowsAsync<ArgumentException>(() => studio.Get<LatentProbe>().DecodeAsync(id, 0, [1, 2, 3]));
        await using (var renewed = await TestStudio.CreateAsync(
            studio.Folder, catalogues: TestStudio.Catalogues(studio.Watch, strategyVersion: 2)))
        {
            Assert.Contains("made by version 1 of the strategy 'memory'", await RefusalAsync(renewed, id), StringComparison.Ordinal);
        }

        var toys = TestStudio.Catalogues(studio.Watch);
        await using var poorer = await TestStudio.CreateAsync(studio.Folder, catalogues: toys with
        {
            Spaces = new SpaceCatalogue(toys.Spaces.Entries.Where(e => e.Kind != "nas-bench-201")),
        });
        Assert.Contains("does not know the space 'nas-bench-201'", await RefusalAsync(poorer, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_runs_than_are_kept_are_probed_in_turn()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await studio.Experiments.CreateAsync(
            TestStudio.Document("memory", evaluations: 4, seeds: [1, 2, 3, 4, 5, 6]), start: true);
        await studio.Executor.ExecuteExperimentAsync(id, CancellationToken.None);
        var probe = studio.Get<LatentProbe>();
        var places = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => probe.DecodeAsync(id, 1 + i % 6, Here)));
        Assert.All(places.Zip(places.Skip(6)), pair => Assert.Equal(pair.First.Architecture, pair.Second.Architecture, Same));
        Assert.Equal(6, places.Select(p => p.Architecture!.Native).Distinct().Count());
    }

    [Fact]
    public async Task A_decoded_architecture_is_evaluated_in_an_experiment_of_its_own()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(
            TestStudio.Document("memory", evaluations: 4, seeds: [5]) with { Name = new string('n', 200) });
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var decoded = (await studio.Get<LatentProbe>().DecodeAsync(id, 5, Here)).Architecture!;

        var made = await studio.Experiments.EvaluateOneAsync(id, 5, decoded.Native, "Decoded from ");
        await studio.Executor.ExecuteExperimentAsync(made, CancellationToken.None);

        var view = (await studio.Queries.GetAsync(made))!;
        var trial = Assert.Single(await studio.Queries.TrialsAsync(made));
        Assert.Equal((decoded.Native, RunState.Completed, 5L), (trial.Native, view.State, view.Runs[0].Seed));
        Assert.Equal("Decoded from " + new string('n', 187), view.Name);
        var fault = Assert.Single((await Assert.ThrowsAsync<InvalidExperimentException>(
            () => studio.Experiments.EvaluateOneAsync(id, 5, "no cell", ""))).Faults);
        Assert.Equal(("$.strategy.options.architectures[0]", "\"no cell\""), (fault.Path, fault.Value));
        await Assert.ThrowsAsync<NotFoundException>(() => studio.Experiments.EvaluateOneAsync(99, 5, decoded.Native, ""));
    }

    private static IEqualityComparer<DecodedView?> Same { get; } = EqualityComparer<DecodedView?>.Create(
        (a, b) => a!.Native == b!.Native && a.Predicted!.SequenceEqual(b.Predicted!), _ => 0);

    private static Task<DecodedPlace> DecodeAsync(TestStudio studio, long id)
        => studio.Get<LatentProbe>().DecodeAsync(id, 0, Here);

    private static async Task<string> RefusalAsync(TestStudio studio, long id)
        => (await Assert.ThrowsAsync<WrongStateException>(() => DecodeAsync(studio, id))).Message;

    private static string[] Checkpoints(TestStudio studio, long run) =>
    [
        .. Directory.GetFiles(Path.Combine(studio.Folder, "checkpoints", $"{run}"), "*", SearchOption.AllDirectories).Order(),
    ];
}
