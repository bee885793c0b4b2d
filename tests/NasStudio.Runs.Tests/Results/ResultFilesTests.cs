using System.Globalization;
using System.Text;
using System.Text.Json;
using NasStudio.Core.Fronts;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Results;

public sealed class ResultFilesTests
{
    [Fact]
    public async Task The_result_file_holds_what_the_data_base_holds()
    {
        await using var studio = await TestStudio.CreateAsync();
        var document = TestStudio.Document("regularized-evolution", evaluations: 20, seeds: [7, 8]);
        var id = await studio.Experiments.CreateAsync(document, start: true);
        await studio.Executor.ExecuteExperimentAsync(id, CancellationToken.None);
        var result = await ReadAsync(stream => studio.Results.WriteResultAsync(id, stream));
        Assert.Equal("nasstudio/result/v1", result.GetProperty("schema").GetString());
        var complete = ExperimentWriter.WithDefaults(document, studio.Get<StudioCatalogues>());
        Assert.Equal(ExperimentWriter.ToJson(complete).ToJsonString(),
            JsonSerializer.Serialize(result.GetProperty("experiment")));
        // every option with a default is spelled out; one without (no motifs) stays absent
        Assert.All(studio.Get<StudioCatalogues>().Strategies["regularized-evolution"].Options, option => Assert.Equal(
            option.Default is not null,
            result.GetProperty("experiment").GetProperty("strategy").GetProperty("options").TryGetProperty(option.Name, out _)));
        Assert.True(result.GetProperty("environment").GetProperty("processorCount").GetInt32() > 0);
        Assert.Equal(2, result.GetProperty("runs").GetArrayLength());
        var trials = await studio.Queries.TrialsAsync(id);
        foreach (var run in result.GetProperty("runs").EnumerateArray())
        {
            var views = trials.Where(t => t.Seed == run.GetProperty("seed").GetInt64()).OrderBy(t => t.Number).ToList();
            Assert.Equal("completed", run.GetProperty("state").GetString());
            Assert.Equal(views.Select(t => t.Native), run.GetProperty("trials").EnumerateArray()
                .Select(t => t.GetProperty("architecture").GetString()));
            Assert.Equal(
                views.Select(t => t.Metrics["score"]),
                run.GetProperty("trials").EnumerateArray()
                    .Select(t => t.GetProperty("metrics").GetProperty("score").GetDouble()));
            Assert.Equal(views.Select(t => t.EvaluationSeed), run.GetProperty("trials").EnumerateArray()
                .Select(t => t.GetProperty("evaluationSeed").GetInt64()));
            Assert.Equal(views.Where(t => t.IsPareto).Select(t => t.Number), run.GetProperty("front").EnumerateArray()
                .Select(n => n.GetInt32()));
            Assert.NotEmpty(run.GetProperty("front").EnumerateArray());
            var best = views.Where(t => t.IsFeasible).MaxBy(t => t.Metrics["score"])!;
            Assert.Equal(best.Number, run.GetProperty("incumbent").GetInt32());
            var last = run.GetProperty("curve").EnumerateArray().Last();
            Assert.Equal((20, best.Number),
                (last.GetProperty("evaluations").GetInt32(), last.GetProperty("trial").GetInt32()));
            Assert.Equal(best.Metrics["report"], last.GetProperty("reported").GetProperty("report").GetDouble());
        }
    }

    [Fact]
    public async Task The_distributions_of_a_search_that_shares_weights_stand_in_the_file_with_what_became_of_their_modes()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Sharing());
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var file = (await ReadAsync(stream => studio.Results.WriteResultAsync(id, stream))).GetProperty("runs")[0];
        Assert.Equal("""{"done":6,"total":6,"forwardPasses":42,"backwardPasses":18}""",
            JsonSerializer.Serialize(file.GetProperty("rounds")));
        var trials = (await studio.Queries.TrialsAsync(id)).OrderBy(t => t.Number).ToList();
        var distributions = file.GetProperty("distributions").EnumerateArray().ToList();
        Assert.Equal([0, 1, 2], distributions.Select(d => d.GetProperty("coefficient").GetDouble()));
        Assert.Equal(1000, distributions[1].GetProperty("target").GetDouble());
        Assert.False(distributions[0].TryGetProperty("target", out _));
        Assert.Equal("""{"a":{"x":0.25,"y":0.75},"b":{"x":1}}""",
            JsonSerializer.Serialize(distributions[2].GetProperty("probabilities")));
        Assert.All(distributions.Index(), item =>
        {
            var mode = item.Item.GetProperty("mode");
            Assert.Equal((trials[item.Index].Native, item.Index),
                (mode.GetProperty("architecture").GetString(), mode.GetProperty("trial").GetInt32()));
            Assert.Equal(item.Index, mode.GetProperty("params").GetInt32());
            Assert.Equal(2 * item.Index, mode.GetProperty("flops").GetInt32());
            Assert.InRange(mode.GetProperty("metrics").GetProperty("val_acc").GetDouble(), 50, 51);
        });
    }

    [Fact]
    public async Task The_front_kept_trial_by_trial_is_the_front_of_all_trials()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 60));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var trials = (await studio.Queries.TrialsAsync(id)).OrderBy(t => t.Number).ToList();
        var feasible = trials.Where(t => t.Metrics["cost"] <= 3).ToList();
        Assert.InRange(feasible.Count, 1, 59);
        Assert.Equal(feasible, trials.Where(t => t.IsFeasible));
        var front = ParetoFront.Of([.. feasible.Select(t => new[] { -t.Metrics["score"], t.Metrics["cost"] })]);
        Assert.Equal(front.Select(i => feasible[i].Number), trials.Where(t => t.IsPareto).Select(t => t.Number));
    }

    [Fact]
    public async Task An_architecture_downloads_alone()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 3));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        var file = await ReadAsync(stream => studio.Results.WriteArchitectureAsync(id, 0, 2, stream));
        var trial = (await studio.Queries.TrialAsync(id, 0, 2))!;
        Assert.Equal(trial.Native, file.GetProperty("architecture").GetString());
        Assert.NotEmpty(file.GetProperty("graph").GetProperty("nodes").EnumerateArray());
        var score = file.GetProperty("metrics").EnumerateArray()
            .Single(m => m.GetProperty("name").GetString() == "score");
        Assert.Equal((trial.Metrics["score"], "%", "maximize", "validation"), (score.GetProperty("value").GetDouble(),
            score.GetProperty("unit").GetString(), score.GetProperty("direction").GetString(),
            score.GetProperty("role").GetString()));
        await Assert.ThrowsAsync<NotFoundException>(() => studio.Results.WriteArchitectureAsync(id, 0, 3, Stream.Null));
        await Assert.ThrowsAsync<NotFoundException>(() => studio.Results.WriteResultAsync(id + 1, Stream.Null));
    }

    [Fact]
    public async Task The_table_has_a_line_for_each_trial_and_a_column_for_each_metric()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 5));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        using var memory = new MemoryStream();
        await studio.Results.WriteTrialsCsvAsync(id, memory);
        var lines = Encoding.UTF8.GetString(memory.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        var header = lines[0].Split(',');
        var third = lines[3].Split(',');
        var trial = (await studio.Queries.TrialAsync(id, 0, 2))!;
        Assert.Equal(trial.Native, third[Array.IndexOf(header, "architecture")]);
        Assert.Equal(trial.Metrics["cost"],
            double.Parse(third[Array.IndexOf(header, "cost")], CultureInfo.InvariantCulture));
    }

    private static async Task<JsonElement> ReadAsync(Func<Stream, Task> write)
    {
        using var memory = new MemoryStream();
        await write(memory);
        return JsonDocument.Parse(memory.ToArray()).RootElement;
    }
}
