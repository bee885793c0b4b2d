using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasStudio.EndToEnd;

/// <summary>Experiment files of the tests, and what is done with them over REST.</summary>
internal static class Experiments
{
    /// <summary>A search whose objectives are deterministic: its history may not depend on crashes.</summary>
    public static JsonObject Deterministic(string strategy, int evaluations) => new()
    {
        ["schema"] = "nasstudio/experiment/v1",
        ["name"] = $"{strategy}, accuracy and parameters",
        ["space"] = new JsonObject { ["kind"] = "nas-bench-201" },
        ["evaluator"] = new JsonObject { ["kind"] = "train", ["dataset"] = "digits", ["epochs"] = 1, ["channels"] = 4 },
        ["strategy"] = Strategy(strategy),
        ["objectives"] = new JsonArray(
            new JsonObject { ["metric"] = "val_acc", ["direction"] = "maximize" },
            new JsonObject { ["metric"] = "params", ["direction"] = "minimize" }),
        ["budget"] = new JsonObject { ["evaluations"] = evaluations },
        ["seeds"] = new JsonArray(7),
    };

    /// <summary>AG-Net with small steps, so that several rounds fit into a short search.</summary>
    private static JsonObject Strategy(string kind) => kind != "ag-net" ? new JsonObject { ["kind"] = kind } : new JsonObject
    {
        ["kind"] = kind,
        ["options"] = new JsonObject
        {
            ["initialDesign"] = 8,
            ["batchSize"] = 8,
            ["candidates"] = 40,
            ["epochs"] = 10,
            ["pretrainingInstances"] = 20_000,
        },
    };

    /// <summary>Creates an experiment as a draft; its id.</summary>
    public static async Task<long> CreateAsync(HttpClient studio, JsonObject experiment)
    {
        using var created = await studio.PostAsJsonAsync("/api/v1/experiments", experiment);
        var body = await created.Content.ReadFromJsonAsync<JsonObject>();
        Assert.True(created.IsSuccessStatusCode, body?.ToJsonString());
        return body!["id"]!.GetValue<long>();
    }

    /// <summary>Creates and starts an experiment; its id.</summary>
    public static async Task<long> StartAsync(HttpClient studio, JsonObject experiment)
    {
        var id = await CreateAsync(studio, experiment);
        using var started = await studio.PostAsync($"/api/v1/experiments/{id}/start", null);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        return id;
    }

    /// <summary>State and number of finished trials.</summary>
    public static async Task<(string State, int Finished)> ProgressAsync(HttpClient studio, long id)
    {
        var view = (await studio.GetFromJsonAsync<JsonObject>($"/api/v1/experiments/{id}"))!;
        var finished = view["runs"]!.AsArray().Sum(run => run!["completed"]!.GetValue<int>() + run["failed"]!.GetValue<int>());
        return (view["state"]!.GetValue<string>(), finished);
    }

    /// <summary>Waits until so many trials are finished.</summary>
    public static Task UntilFinishedAsync(HttpClient studio, long id, int trials, TimeSpan limit)
        => UntilAsync(studio, id, progress => progress.Finished >= trials, limit);

    /// <summary>Waits until the experiment is completed.</summary>
    public static Task UntilCompletedAsync(HttpClient studio, long id, TimeSpan limit)
        => UntilAsync(studio, id, progress => progress.State.Equals("completed", StringComparison.OrdinalIgnoreCase), limit);

    /// <summary>Waits until a search that shares weights has done so many rounds.</summary>
    public static async Task UntilRoundAsync(HttpClient studio, long id, int rounds, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        while ((await studio.GetFromJsonAsync<JsonObject>($"/api/v1/experiments/{id}"))!["runs"]![0]!["rounds"]?["done"]
            ?.GetValue<int>() is not { } done || done < rounds)
        {
            Assert.False(deadline.IsCancellationRequested, $"After {limit} fewer than {rounds} rounds are done.");
            await Task.Delay(50);
        }
    }

    /// <summary>Names of the files in an archive.</summary>
    public static async Task<IReadOnlyList<string>> ArchiveAsync(HttpClient studio, string address)
    {
        using var archive = new ZipArchive(new MemoryStream(await studio.GetByteArrayAsync(address)));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>The result file.</summary>
    public static async Task<JsonObject> ResultAsync(HttpClient studio, long id)
        => (await studio.GetFromJsonAsync<JsonObject>($"/api/v1/experiments/{id}/result"))!;

    /// <summary>What a crash may not change of the trials: everything but when they ran and how long they took.</summary>
    public static string History(JsonObject result) => string.Join('\n', result["runs"]!.AsArray().SelectMany(
        run => run!["trials"]!.AsArray().Select(trial => JsonSerializer.Serialize(new
        {
            Number = trial!["number"]!.GetValue<int>(),
            Architecture = trial["architecture"]!.GetValue<string>(),
            Seed = trial["evaluationSeed"]!.GetValue<long>(),
            State = trial["state"]!.GetValue<string>(),
            ValAcc = trial["metrics"]!["val_acc"]!.GetValue<double>(),
            TestAcc = trial["metrics"]!["test_acc"]!.GetValue<double>(),
            Params = trial["metrics"]!["params"]!.GetValue<double>(),
        }))));

    private static async Task UntilAsync(
        HttpClient studio, long id, Func<(string State, int Finished), bool> done, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        var progress = await ProgressAsync(studio, id);
        while (!done(progress))
        {
            Assert.False(deadline.IsCancellationRequested, $"After {limit} the experiment stands at {progress}.");
            await Task.Delay(100);
            progress = await ProgressAsync(studio, id);
        }
    }
}
