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
        Assert.Contains(Read(given).Faults, fault => fault.Path == "$.strategy.options.motifs" && fault.Message.Contains("unknown key", StringComparison.Ordinal));
    }

    private static async Task<MotifFile> LearnAsync(TestStudio studio)
    {
        var (id, run) = await studio.CreateRunAsync(TestStudio.Document(evaluations: 80));
        await studio.Get<RunExecutor>().ExecuteAsync(run, CancellationToken.None);
        return await studio.Get<MotifQueries>().FileAsync(id, 0);
    }

    private static JsonObject Guided(JsonObject motifs, string strategy = "random", string space = "nas-bench-201")
    {
        var document = TestStudio.Document(strategy, 30, space: space) with { Objectives = [new Objective("score", Direction.Maximize)] };
        var json = ExperimentWriter.ToJson(document);
        json["strategy"]!["options"] = new JsonObject { ["motifs"] = motifs.DeepClone(), ["motifRule"] = MotifRules.Good };
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
