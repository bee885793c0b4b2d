using System.Text.Json.Nodes;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Execution;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Runs.Tests.Support;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Runs.Tests.Motifs;

public sealed class MotifGuidedRunTests
{
    [Theory]
    [InlineData("random")]
    [InlineData("local-search")]
    [InlineData("nas-bowl")]
    public async Task Motifs_of_one_run_narrow_another_whatever_its_strategy_and_the_log_says_so(string strategy)
    {
        await using var studio = await TestStudio.CreateAsync();
        var file = await LearnAsync(studio);
        var (document, faults) = Read(Guided(file.ToJson(), strategy));
        Assert.Empty(faults);
        var (id, run) = await studio.CreateRunAsync(document!);
        await studio.Get<RunExecutor>().ExecuteAsync(run, CancellationToken.None);

        var narrowing = MotifNarrowing.Of(new NasBench201Space(), file.Set, MotifRules.Good);
        var trials = await studio.Queries.TrialsAsync(id);
        Assert.Equal(30, trials.Length);
        Assert.All(trials, t => Assert.True(narrowing.Space.Contains(narrowing.Space.Parse(t.Native)), t.Native));
        Assert.InRange(narrowing.Share, MotifNarrowing.LeastShare, 0.95);
        Assert.Contains(await studio.Queries.LogAsync(id), line => line.Text == narrowing.Describe(MotifRules.Good));
    }

    [Fact]
    public async Task The_experiment_keeps_the_whole_file_and_is_read_back_equal()
    {
        await using var studio = await TestStudio.CreateAsync();
        var (document, _) = Read(Guided((await LearnAsync(studio)).ToJson()));
        Assert.Equal(document, Read(ExperimentWriter.Write(document!)).Document);
    }

    [Fact]
    public async Task What_is_wrong_with_the_motifs_is_told_and_nothing_is_started()
    {
        await using var studio = await TestStudio.CreateAsync();
        var file = await LearnAsync(studio);
        var broken = file.ToJson();
        broken["motifs"]!.AsArray()[0]!["class"] = "fine";
        Assert.Equal("$.strategy.options.motifs.motifs[0].class", Assert.Single(Read(Guided(broken)).Faults).Path);

        var elsewhere = Assert.Single(Read(Guided(file.ToJson(), space: "nas-bench-macro")).Faults);
        Assert.Equal("$.strategy.options.motifs", elsewhere.Path);
        Assert.Contains("do not occur in the space 'nas-bench-macro'", elsewhere.Message, StringComparison.Ordinal);

        var neutral = file with
        {
            Set = file.Set with { Motifs = [.. file.Set.Motifs.Select(m => m with { Class = MotifClass.Neutral })] },
        };
        Assert.Contains("hold no good one", Assert.Single(Read(Guided(neutral.ToJson())).Faults).Message, StringComparison.Ordinal);

        var given = Guided(file.ToJson(), "given");
        given["strategy"]!["options"]!["architectures"] = new JsonArray("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|");
        Assert.Contains(Read(given).Faults, fault => fault.Path == "$.strategy.options.motifs"
            && fault.Message.Contains("evaluates what it is given", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_search_that_shares_weights_refuses_motifs_and_says_why()
    {
        await using var studio = await TestStudio.CreateAsync();
        var file = (await LearnAsync(studio)).ToJson();
        var sharing = TestStudio.Catalogues(new EvaluationWatch()).Strategies.Entries.Where(entry => entry.SharesWeights).ToArray();
        Assert.True(sharing.Length > 5);
        Assert.All(sharing, entry => Assert.Equal(
            ["$.strategy.options.motifs", "$.strategy.options.motifRule", "$.strategy.options.motifExploration"],
            Read(Guided(file, entry.Kind, exploration: 0.2)).Faults
                .Where(fault => fault.Message.Contains("learns distributions over operations, which motifs do not narrow", StringComparison.Ordinal))
                .Select(fault => fault.Path)));
    }

    [Fact]
    public async Task With_exploration_a_search_leans_to_the_rule_and_leaves_it_sometimes()
    {
        await using var studio = await TestStudio.CreateAsync();
        var file = await LearnAsync(studio);
        var (document, faults) = Read(Guided(file.ToJson(), exploration: 0.5));
        Assert.Empty(faults);
        var (id, run) = await studio.CreateRunAsync(document! with { Evaluations = 200 });
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);

        var narrowing = MotifNarrowing.Of(new NasBench201Space(), file.Set, MotifRules.Good);
        var kept = (await studio.Queries.TrialsAsync(id)).Count(t => narrowing.Space.Contains(narrowing.Space.Parse(t.Native))) / 200.0;
        var expected = 0.5 + 0.5 * narrowing.Share;            // four deviations of 200 draws are 0.14
        Assert.InRange(kept, expected - 0.15, expected + 0.15);
        Assert.InRange(narrowing.Share, MotifNarrowing.LeastShare, 0.6);
        Assert.Contains(await studio.Queries.LogAsync(id), line => line.Text.StartsWith("Motifs bias the search: ", StringComparison.Ordinal)
            && line.Text.EndsWith("50 % of the draws and mutations ignore it.", StringComparison.Ordinal));
        Assert.Equal("$.strategy.options.motifExploration", Assert.Single(Read(Guided(file.ToJson(), exploration: 1.5)).Faults).Path);
    }

    [Theory]
    [InlineData("regularized-evolution", null)]
    [InlineData("nas-bowl", null)]
    [InlineData("nas-bowl", 0.3)]
    public async Task A_guided_run_that_is_paused_and_resumed_ends_as_one_that_is_not(string strategy, double? exploration)
    {
        await using var straight = await TestStudio.CreateAsync();
        var guided = Guided((await LearnAsync(straight)).ToJson(), strategy, exploration: exploration);
        guided["evaluator"]!["delayMs"] = 40;
        var document = Read(guided).Document!;
        var (straightId, straightRun) = await straight.CreateRunAsync(document);
        await straight.Executor.ExecuteAsync(straightRun, CancellationToken.None);

        await using var studio = await TestStudio.CreateAsync();
        var (id, run) = await studio.CreateRunAsync(document);
        var execution = studio.Executor.ExecuteAsync(run, CancellationToken.None);
        await TestStudio.EventuallyAsync(async () => (await studio.RunAsync(id)) is { Completed: >= 12, Running.Length: > 0 });
        await studio.Experiments.PauseAsync(id);
        Assert.Equal(RunState.Paused, await execution);
        Assert.InRange((await studio.RunAsync(id)).Completed, 12, 29);

        await studio.Experiments.ResumeAsync(id);
        Assert.Equal(RunState.Completed, await studio.Executor.ExecuteAsync(run, CancellationToken.None));
        Assert.Equal(await straight.OutcomesAsync(straightId), await studio.OutcomesAsync(id));
        Assert.Equal(2, (await studio.Queries.LogAsync(id)).Count(line => line.Text.StartsWith("Motifs ", StringComparison.Ordinal)));
    }

    private static async Task<MotifFile> LearnAsync(TestStudio studio)
    {
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 80));
        await studio.Get<RunExecutor>().ExecuteAsync(run, CancellationToken.None);
        return await studio.Get<MotifQueries>().FileAsync(id, 0);
    }

    private static JsonObject Guided(
        JsonObject motifs, string strategy = "random", string space = "nas-bench-201", double? exploration = null)
    {
        var document = TestStudio.Document(strategy, 30, space: space) with { Objectives = [new Objective("score", Direction.Maximize)] };
        var json = ExperimentWriter.ToJson(document);
        json["strategy"]!["options"] = new JsonObject { ["motifs"] = motifs.DeepClone(), ["motifRule"] = MotifRules.Good };
        if (exploration is { } share)
        {
            json["strategy"]!["options"]!["motifExploration"] = share;
        }

        if (strategy == "given")
        {
            json["strategy"]!["options"]!.AsObject().Remove("motifRule");
        }

        return json;
    }

    private static (ExperimentDocument? Document, IReadOnlyList<Fault> Faults) Read(JsonObject json) => Read(json.ToJsonString());

    private static (ExperimentDocument? Document, IReadOnlyList<Fault> Faults) Read(string json)
    {
        var (document, faults) = new ExperimentReader(TestStudio.Catalogues(new EvaluationWatch())).Read(json);
        return (document, faults);
    }
}
