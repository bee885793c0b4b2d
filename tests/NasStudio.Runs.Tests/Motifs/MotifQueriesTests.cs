using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Trials;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Motifs;

public sealed class MotifQueriesTests
{
    [Fact]
    public async Task Trials_of_a_random_search_teach_motifs()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await RunAsync(studio, 60);
        var heard = new List<string>();
        var study = await studio.Get<MotifQueries>().StudyAsync(id, 0, "score", heard.Add);
        Assert.Equal(("score", 60, 60), (study.Metric.Name, study.Trials, study.Learned));
        Assert.Contains("Learning from 60 architectures", heard);
        Assert.NotEmpty(study.Motifs);
        Assert.Equal(study.Motifs.OrderByDescending(m => m.Effect), study.Motifs);
        Assert.Equal(study.Motifs.Length, study.Motifs.Select(m => m.Name).Distinct().Count());
        Assert.Equal(study.Set.Motifs.Length, study.Motifs.Length + study.Held);
        var trials = await studio.Queries.TrialsAsync(id);
        for (var m = 0; m < study.Motifs.Length; m++)
        {
            var with = study.Measured.Where(a => a.Held.Contains(m)).ToArray();
            Assert.Equal(study.Motifs[m].Support, with.Length);
            Assert.Equal(with.Average(a => a.Value), study.Motifs[m].MeanWith, 1e-9);
        }

        Assert.All(study.Measured, a => Assert.Equal(trials.Single(t => t.Number == a.Number).Metrics["score"], a.Value));
        Assert.Equal(UnseenValues.Expected, study.UnseenFrom);
        Assert.Equal(60, study.Calibration.Trials.Length);
        Assert.InRange(study.Calibration.Within(0.95), 0.8, 1);
        Assert.All(study.Calibration.Trials, t => Assert.InRange(t.Expected.Value, t.Expected.Low, t.Expected.High));
    }

    [Fact]
    public async Task A_model_is_kept_until_there_are_more_trials_and_each_objective_has_its_own()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await RunAsync(studio, 30);
        var queries = studio.Get<MotifQueries>();
        var study = await queries.StudyAsync(id, 0);
        Assert.Same(study, await queries.StudyAsync(id, 0, "score"));
        var cost = await queries.StudyAsync(id, 0, "cost");
        Assert.Equal("cost", cost.Metric.Name);
        Assert.Same(study, await queries.StudyAsync(id, 0));
    }

    [Fact]
    public async Task Where_an_evaluator_only_looks_up_unseen_architectures_have_its_values()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await RunAsync(studio, 30, "instant");
        var study = await studio.Get<MotifQueries>().StudyAsync(id, 0);
        Assert.Equal(UnseenValues.LookedUp, study.UnseenFrom);
        Assert.InRange(study.Unseen.Length, 1_500, MotifQueries.Unseen);
        Assert.All(study.Unseen, a => Assert.Null(a.Number));
    }

    [Fact]
    public async Task Too_few_trials_are_refused_with_their_number_and_what_is_not_there_is_not_found()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await RunAsync(studio, 8);
        var queries = studio.Get<MotifQueries>();
        var few = await Assert.ThrowsAsync<WrongStateException>(() => queries.StudyAsync(id, 0));
        Assert.Contains("at least 20 completed trials", few.Message, StringComparison.Ordinal);
        Assert.Contains("has 8", few.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotFoundException>(() => queries.StudyAsync(id, 1));
        await Assert.ThrowsAsync<NotFoundException>(() => queries.StudyAsync(99, 0));
        await Assert.ThrowsAsync<NotFoundException>(() => queries.StudyAsync(id, 0, "params"));
    }

    [Fact]
    public async Task An_architecture_is_explained_place_by_place_and_change_by_change()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await RunAsync(studio, 60);
        var study = await studio.Get<MotifQueries>().StudyAsync(id, 0);
        var space = new NasBench201Space();
        const string native = "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|skip_connect~0|none~1|avg_pool_3x3~2|";
        var reading = study.Read(native);
        var cell = Assert.Single(reading.Cells);
        Assert.Equal(4 + 6, cell.Shares.Length);              // nodes and edges of the drawn cell
        Assert.Equal(reading.Expected, cell.Shares.Sum() ?? 0, 1e-9);
        Assert.Equal(3 + 2, cell.Shares.Count(s => s is not null));        // operations that compute, input and output
        Assert.Equal(6, cell.Comparisons.Count(c => c is not null));
        Assert.Equal(24, reading.Changes.Length);
        foreach (var change in reading.Changes)
        {
            var changed = study.Read(change.Native);
            Assert.Equal(change.Expected, changed.Expected, 1e-9);
            Assert.Equal(changed.Value.Value, change.Value, 1e-9);
            var places = SearchSpace.Places(space.Graph(space.Parse(change.Native)));
            Assert.Equal(change.Text, places[change.Place!.Value]);
        }

        var edge = reading.Changes.GroupBy(c => c.Place).First();
        Assert.Equal(4, edge.Count());
        Assert.Equal(reading.Expected - edge.Average(c => c.Expected), cell.Comparisons[edge.Key!.Value]!.Value, 1e-9);
        Assert.All(reading.Held, held => Assert.InRange(held.Motif, 0, study.Motifs.Length - 1));
        Assert.Contains(reading.Held, held => study.Motifs[held.Motif].Name == "nor_conv_1x1");
        Assert.Throws<FormatException>(() => study.Read("|nothing~0|"));
    }

    [Fact]
    public async Task Of_many_trials_an_even_selection_is_learned()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await RunAsync(studio, 1_100, "instant");
        var study = await studio.Get<MotifQueries>().StudyAsync(id, 0);
        Assert.Equal((1_100, MotifQueries.MostTrials), (study.Trials, study.Learned));
        Assert.Equal(0, study.Measured[0].Number);
        Assert.InRange(study.Measured[^1].Number!.Value, 1_098, 1_099);
    }

    [Fact]
    public async Task A_file_of_motifs_reads_back_and_says_where_they_are_from()
    {
        await using var studio = await TestStudio.CreateAsync();
        var id = await RunAsync(studio, 40);
        var file = await studio.Get<MotifQueries>().FileAsync(id, 0, "cost");
        Assert.Equal(("a test", "cost", 0L, 40),
            (file.LearnedFrom.Experiment, file.LearnedFrom.Objective.Metric, file.LearnedFrom.Seed, file.LearnedFrom.Architectures));
        var (read, faults) = MotifFile.Read(file.Write(), TestStudio.Catalogues(studio.Watch));
        Assert.Empty(faults);
        Assert.Equal(file.Write(), read!.Write());
    }

    private static async Task<long> RunAsync(TestStudio studio, int evaluations, string evaluator = "toy")
    {
        var document = TestStudio.Document(evaluations: evaluations) with { Constraints = [] };
        document = evaluator == "toy" ? document : document with { Evaluator = new KindChoice(evaluator) };
        var (id, run) = await studio.CreateRunAsync(document);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.DoesNotContain(await studio.Queries.TrialsAsync(id), t => t.State == TrialState.Failed);
        return id;
    }
}
