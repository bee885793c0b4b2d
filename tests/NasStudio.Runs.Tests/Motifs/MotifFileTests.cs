using System.Text.Json.Nodes;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Motifs;
using NasStudio.Search.NasBowl.Motifs;
using NasStudio.Testing;

namespace NasStudio.Runs.Tests.Motifs;

public sealed class MotifFileTests
{
    [Fact]
    public void What_is_written_is_read_back_equal()
    {
        foreach (SearchSpace space in new SearchSpace[] { new NasBench201Space(), new DartsSpace(), new NasBenchNlpSpace() })
        {
            var file = Learned(space);
            var text = file.Write();
            var (read, faults) = MotifFile.Read(text, StudioCatalogues.Default);
            Assert.Empty(faults);
            Assert.Equal(text, read!.Write());
            Assert.Equal((file.Space, file.LearnedFrom, file.Set.Depth), (read.Space, read.LearnedFrom, read.Set.Depth));
            Assert.Equal(
                file.Set.Motifs.Select(m => (m.Class, m.Motif.Part, m.Motif.Level, m.Motif.Tree, m.Motif.HoldersScore)),
                read.Set.Motifs.Select(m => (m.Class, m.Motif.Part, m.Motif.Level, m.Motif.Tree, m.Motif.HoldersScore)));
            Assert.Contains(file.Set.Motifs, m => m.Class == MotifClass.Good);
        }
    }

    [Theory]
    [InlineData("schema", "\"nasstudio/motifs/v2\"", "$.schema")]
    [InlineData("space", "{ \"kind\": \"elsewhere\" }", "$.space.kind")]
    [InlineData("learnedFrom.evaluator", "{ }", "$.learnedFrom.evaluator.kind")]
    [InlineData("learnedFrom.objective.direction", "\"up\"", "$.learnedFrom.objective.direction")]
    [InlineData("learnedFrom.seed", "-1", "$.learnedFrom.seed")]
    [InlineData("depth", "0", "$.depth")]
    [InlineData("depth", "\"2\"", "$.depth")]
    [InlineData("motifs", "{ }", "$.motifs")]
    [InlineData("more", "1", "$.more")]
    [InlineData("motifs.0.class", "\"fine\"", "$.motifs[0].class")]
    [InlineData("motifs.0.part", "1.5", "$.motifs[0].part")]
    [InlineData("motifs.0.level", "2", "$.motifs[0].level")]
    [InlineData("motifs.0.support", "0", "$.motifs[0].support")]
    [InlineData("motifs.0.holdersScore", "\"high\"", "$.motifs[0].holdersScore")]
    [InlineData("motifs.0.effectDeviation", "-0.1", "$.motifs[0].effectDeviation")]
    [InlineData("motifs.0.gradientByCount", "{ \"none\": 1 }", "$.motifs[0].gradientByCount.none")]
    [InlineData("motifs.0.motif", "\"another\"", "$.motifs[0].motif")]
    [InlineData("motifs.0.tree.operation", "\"\"", "$.motifs[0].tree.operation")]
    [InlineData("motifs.0.more", "1", "$.motifs[0].more")]
    public void Each_fault_is_told_once_with_its_place(string place, string value, string path)
    {
        var json = Learned(new NasBench201Space()).ToJson();
        var steps = place.Split('.');
        JsonNode parent = json;
        foreach (var step in steps[..^1])
        {
            parent = int.TryParse(step, out var index) ? parent[index]! : parent[step]!;
        }

        parent[steps[^1]] = JsonNode.Parse(value);
        var (file, faults) = MotifFile.Read(json.ToJsonString(), StudioCatalogues.Default);
        Assert.Null(file);
        Assert.Equal(path, Assert.Single(faults).Path);
    }

    [Fact]
    public void What_is_missing_twice_deep_or_no_json_is_refused()
    {
        var json = Learned(new NasBench201Space()).ToJson();
        var motifs = json["motifs"]!.AsArray();
        motifs.Add(motifs[0]!.DeepClone());
        Assert.Contains("each may stand once", Fault(json.ToJsonString()).Message, StringComparison.Ordinal);

        motifs.RemoveAt(motifs.Count - 1);
        var leaf = motifs.First(m => (int)m!["level"]! == 0)!;
        leaf["tree"]!["successors"] = new JsonArray(new JsonObject { ["operation"] = "output", ["successors"] = new JsonArray() });
        Assert.EndsWith("tree.successors", Fault(json.ToJsonString()).Path, StringComparison.Ordinal);

        Assert.Equal("$.motifs", Fault(Without("motifs")).Path);
        Assert.Equal("$.learnedFrom", Fault(Without("learnedFrom")).Path);
        Assert.Equal("$", Fault("{").Path);
        Assert.Equal("$", Fault("[]").Path);
        Assert.Contains("too large", Fault(new string(' ', MotifFile.MaxBytes + 1)).Message, StringComparison.Ordinal);

        static string Without(string field)
        {
            var all = Learned(new NasBench201Space()).ToJson();
            all.Remove(field);
            return all.ToJsonString();
        }
    }

    private static Fault Fault(string json) => Assert.Single(MotifFile.Read(json, StudioCatalogues.Default).Faults);

    private static MotifFile Learned(SearchSpace space)
    {
        var random = new RandomSource(5);
        Trial[] trials =
        [
            .. Enumerable.Range(0, 60).Select(i =>
            {
                var architecture = space.Sample(random);
                return TestTrials.Completed(i, ("val_acc", 60 + architecture.Native.Length % 9 + random.NextDouble())) with
                {
                    Proposal = new Proposal(architecture, "a draw"),
                };
            }),
        ];
        var model = new MotifModel(
            space, Problem.Single("val_acc", Direction.Maximize), 0, trials, CancellationToken.None);
        return new MotifFile(
            new KindChoice(space.Kind),
            new MotifSource("some cells", JsonText.Parse("""{ "kind": "table", "benchmark": "cells" }"""),
                new Objective("val_acc", Direction.Maximize), 3, trials.Length),
            MotifSet.Of(model));
    }
}
