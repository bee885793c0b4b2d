using System.Globalization;

namespace NasStudio.Tests.Cli;

/// <summary>import, run and compare, as a researcher does it on a table.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Local search climbs where the value is a sum; random search does not.</summary>
    [Fact]
    public async Task Two_strategies_that_were_run_are_compared()
    {
        // NAS-Bench-Macro: a digit from 0 to 2 for each of eight layers; the value is the sum of the digits.
        var rows = Enumerable.Range(0, 6561).Select(i =>
        {
            int[] digits = [.. Enumerable.Range(0, 8).Select(place => i / (int)Math.Pow(3, place) % 3)];
            return $"{string.Concat(digits)},{digits.Sum()}";
        });
        await File.WriteAllLinesAsync(_folder["table.csv"], rows.Prepend("architecture,val_acc"));
        Assert.Equal(0, (await StudioProgram.RunAsync(
            "benchmarks", "import", _folder["table.csv"], "--name", "sums", "--space", "nas-bench-macro", "--data", _folder["data"])).ExitCode);
        foreach (var strategy in (string[])["random", "local-search"])
        {
            await File.WriteAllTextAsync(_folder[$"{strategy}.json"], Experiment(strategy));
            Assert.Equal(0, (await StudioProgram.RunAsync(
                "run", _folder[$"{strategy}.json"], "--out", _folder[strategy], "--data", _folder["data"])).ExitCode);
        }

        var compared = await StudioProgram.RunAsync(
            "compare", _folder["random"], _folder["local-search"], "--at", "80", "--report", _folder["report.html"], "--data", _folder["data"]);

        Assert.Equal(0, compared.ExitCode);
        Assert.StartsWith("Best validation accuracy after 80 evaluations", compared.Output, StringComparison.Ordinal);
        var climbed = Assert.Single(compared.Output.Split('\n'), line => line.StartsWith("local-search ", StringComparison.Ordinal));
        Assert.Matches(@"^local-search +6 +1[56]\.\d.* [56]-0 ", climbed);
        Assert.Contains("<h1>", await File.ReadAllTextAsync(_folder["report.html"]), StringComparison.Ordinal);

        var late = await StudioProgram.RunAsync("compare", _folder["random"], "--at", "101", "--data", _folder["data"]);
        Assert.Equal(2, late.ExitCode);
        Assert.Contains("--at takes 1 to 100", late.Error, StringComparison.Ordinal);
        var nowhere = await StudioProgram.RunAsync(
            "compare", _folder["random"], "--report", _folder["nowhere/report.html"], "--data", _folder["data"]);
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Contains("Cannot write", nowhere.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", nowhere.Error, StringComparison.Ordinal);
        var elsewhere = await StudioProgram.RunAsync("compare", _folder["random"], "--data", _folder["elsewhere"]);
        Assert.Equal(2, elsewhere.ExitCode);
        Assert.Contains("was run with --data", elsewhere.Error, StringComparison.Ordinal);
    }

    private static string Experiment(string strategy) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "schema": "nasstudio/experiment/v1", "name": "{{strategy}}", "space": { "kind": "nas-bench-macro" },
          "evaluator": { "kind": "table", "benchmark": "sums" }, "strategy": { "kind": "{{strategy}}" },
          "objectives": [ { "metric": "val_acc", "direction": "maximize" } ], "constraints": [],
          "budget": { "evaluations": 100 }, "seeds": [0, 1, 2, 3, 4, 5] }
        """);
}
