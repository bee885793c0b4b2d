using System.Globalization;
using System.Text.Json.Nodes;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Randomness;

namespace NasStudio.Tests.Cli;

/// <summary>run and supernet rank, as a researcher asks whether a supernet is to be trusted.</summary>
public sealed class SupernetRankTests : IDisposable
{
    private const string Search = """
        { "schema": "nasstudio/experiment/v1", "name": "sharing", "space": { "kind": "nas-bench-201" },
          "evaluator": { "kind": "train", "dataset": "digits", "epochs": 1, "channels": 4, "cellsPerStage": 1, "maxTrainImages": 128 },
          "strategy": { "kind": "importance-sampled-asng", "options": { "targets": "9000, 20000", "epochs": 2 } },
          "objectives": [ { "metric": "val_acc", "direction": "maximize" } ], "constraints": [],
          "budget": { "evaluations": 2 }, "seeds": [0] }
        """;

    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_supernet_is_ranked_against_a_table_for_people_and_for_programs()
    {
        await File.WriteAllTextAsync(_folder["search.json"], Search);
        await File.WriteAllLinesAsync(_folder["some.csv"], Table());
        await DoneAsync("benchmarks", "import", _folder["some.csv"], "--name", "some", "--data", _folder["data"]);
        await DoneAsync("run", _folder["search.json"], "--out", _folder["out"], "--data", _folder["data"]);

        var told = await DoneAsync("supernet", "rank", _folder["out"], "--table", "some", "--sample", "0", "--data", _folder["data"]);
        var rank = JsonNode.Parse(await DoneAsync(
            "supernet", "rank", _folder["out"], "--table", "some", "--sample", "0", "--json", "--data", _folder["data"]))!;
        var bad = await StudioProgram.RunAsync("supernet", "rank", _folder["out"], "--table", "none", "--data", _folder["data"]);

        var spearman = (double)rank["spearman"]!;
        Assert.InRange(spearman, -1, 1);
        Assert.Equal((12, "val_acc", 0L), ((int)rank["architectures"]!, (string?)rank["metric"], (long)rank["seed"]!));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Spearman: {spearman:0.000}"), told, StringComparison.Ordinal);
        Assert.Contains("all that the table has", told, StringComparison.Ordinal);
        Assert.Equal(2, bad.ExitCode);
        Assert.Contains("'none'", Assert.Single(bad.ErrorLines), StringComparison.Ordinal);
    }

    private static async Task<string> DoneAsync(params string[] arguments)
    {
        var outcome = await StudioProgram.RunAsync(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output;
    }

    /// <summary>Twelve classes, each with a value of its own.</summary>
    private static IEnumerable<string> Table()
    {
        var space = new NasBench201Space();
        var some = Enumerable.Range(0, 100).Select(i => space.Sample(new RandomSource(5).Fork("some", i))).DistinctBy(space.IsomorphismClass).Take(12);
        return
        [
            "# space: nas-bench-201", "# metric val_acc: unit %, maximize, validation", "architecture,val_acc",
            .. some.Select((architecture, i) => $"\"{architecture.Native}\",{50 + i}"),
        ];
    }
}
