using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NasStudio.Tests.Hosting;
using NasStudio.Tests.Repository;

namespace NasStudio.Tests.Api;

/// <summary>REST over real HTTP: drafts, lists, refusals.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private StudioServer _server = null!;

    private HttpClient Client => _server.Client;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _server = await StudioServer.StartAsync(
        services: services => services.AddSingleton(QuickEvaluator.Catalogues));

    /// <inheritdoc/>
    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Created, shown, listed, cloned, deleted.</summary>
    [Fact]
    public async Task A_draft_lives_from_creation_to_deletion()
    {
        var file = Example();

        using var created = await PostAsync(file);
        var id = (long)(await ReadAsync(created))["id"]!;
        var shown = await GetAsync($"experiments/{id}");
        var clone = (long)(await ReadAsync(await Client.PostAsync(Path($"experiments/{id}/clone"), null)))["id"]!;
        var listed = await GetAsync("experiments");
        using var deleted = await Client.DeleteAsync(Path($"experiments/{id}"));
        using var gone = await Client.GetAsync(Path($"experiments/{id}"));

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.EndsWith($"/api/v1/experiments/{id}", created.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("draft", (string)shown["state"]!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(file), shown["experiment"]));
        Assert.Equal(["val_acc", "params"], shown["experiment"]!["objectives"]!.AsArray().Select(o => (string)o!["metric"]!));
        Assert.Equal(16, (int)shown["runs"]![0]!["total"]!);
        Assert.Equal([clone, id], listed["items"]!.AsArray().Select(item => (long)item!["id"]!));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    /// <summary>All at once, each with its place; nothing is made.</summary>
    [Fact]
    public async Task Every_fault_of_a_file_is_named()
    {
        var file = JsonNode.Parse(Example())!;
        file["budget"]!["evaluations"] = 0;
        file["objectives"]![0]!["metric"] = "test_acc";
        file["colour"] = "red";

        using var answer = await PostAsync(file.ToJsonString());
        var problem = await ReadAsync(answer);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            ["$.budget.evaluations", "$.colour", "$.objectives[0].metric"],
            problem["faults"]!.AsArray().Select(fault => (string)fault!["path"]!).Order());
        Assert.All(problem["faults"]!.AsArray(), fault => Assert.NotEmpty((string)fault!["message"]!));
        Assert.Empty((await GetAsync("experiments"))["items"]!.AsArray());
    }

    /// <summary>What is not an experiment file at all.</summary>
    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task Other_bodies_are_refused(string body, string type, HttpStatusCode expected)
    {
        using var answer = await Client.PostAsync(Path("experiments"), new StringContent(body, MediaTypeHeaderValue.Parse(type)));

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Before it is parsed.</summary>
    [Fact]
    public async Task A_file_of_more_than_a_mebibyte_is_refused()
    {
        using var answer = await PostAsync(new string(' ', 1 << 20) + Example());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    /// <summary>404 with a sentence, on every address of an experiment.</summary>
    [Theory]
    [InlineData("GET", "experiments/99")]
    [InlineData("DELETE", "experiments/99")]
    [InlineData("POST", "experiments/99/start")]
    [InlineData("POST", "experiments/99/pause")]
    [InlineData("POST", "experiments/99/resume")]
    [InlineData("POST", "experiments/99/cancel")]
    [InlineData("POST", "experiments/99/clone")]
    [InlineData("GET", "experiments/99/events")]
    [InlineData("GET", "experiments/99/result")]
    [InlineData("GET", "experiments/99/trials.csv")]
    [InlineData("GET", "experiments/99/curve")]
    [InlineData("GET", "experiments/99/log")]
    [InlineData("GET", "experiments/99/runs/0/trials")]
    [InlineData("GET", "experiments/99/runs/0/front")]
    [InlineData("GET", "experiments/99/runs/0/architectures/0")]
    [InlineData("GET", "no-such-thing")]
    public async Task What_is_not_there_is_404(string method, string path)
    {
        using var answer = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Path(path)));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>A run or trial that the experiment does not have.</summary>
    [Theory]
    [InlineData("runs/7/trials", "it has 0")]
    [InlineData("runs/7/front", "it has 0")]
    [InlineData("runs/0/architectures/3", "no trial 3")]
    public async Task Unknown_runs_and_trials_are_404(string path, string message)
    {
        var id = await CreateAsync();

        using var answer = await Client.GetAsync(Path($"experiments/{id}/{path}"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(message, (string)(await ReadAsync(answer))["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>A draft cannot be paused or resumed.</summary>
    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task What_does_not_fit_the_state_is_409(string verb)
    {
        var id = await CreateAsync();

        using var answer = await Client.PostAsync(Path($"experiments/{id}/{verb}"), null);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.NotEmpty((string)(await ReadAsync(answer))["detail"]!);
    }

    /// <summary>Pages are bounded and lead on.</summary>
    [Fact]
    public async Task Lists_come_in_pages()
    {
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await CreateAsync());
        }

        var seen = new List<long>();
        for (long? after = long.MaxValue; after is not null;)
        {
            var page = await GetAsync($"experiments?limit=2&after={after}");
            Assert.InRange(page["items"]!.AsArray().Count, 0, 2);
            seen.AddRange(page["items"]!.AsArray().Select(item => (long)item!["id"]!));
            after = (long?)page["next"];
        }

        Assert.Equal(ids, seen);
    }

    /// <summary>Nobody asks for everything at once.</summary>
    [Theory]
    [InlineData("experiments?limit=0")]
    [InlineData("experiments?limit=1001")]
    [InlineData("experiments?limit=x")]
    [InlineData("experiments/1/log?limit=100000")]
    [InlineData("experiments/1/runs/0/trials?limit=-1")]
    public async Task A_limit_out_of_range_is_400(string path)
    {
        await CreateAsync();

        using var answer = await Client.GetAsync(Path(path));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>The form in the browser is made from the same descriptors.</summary>
    [Fact]
    public async Task Catalogues_describe_their_options()
    {
        var strategies = (await GetAsync("strategies")).AsArray();
        var evaluators = (await GetAsync("evaluators")).AsArray();
        var spaces = (await GetAsync("spaces")).AsArray();
        var sets = (await GetAsync("datasets")).AsArray();

        var evolution = strategies.Single(s => (string)s!["kind"]! == "regularized-evolution")!;
        Assert.All(evolution["options"]!.AsArray(), option => Assert.NotNull(option!["type"]));
        var epochs = evaluators.Single(e => (string)e!["kind"]! == "train")!["options"]!.AsArray().Single(o => (string)o!["name"]! == "epochs")!;
        Assert.Equal("integer", (string)epochs["type"]!);
        Assert.True((double)epochs["min"]! >= 1);
        Assert.Equal(15625, (long)spaces.Single(s => (string)s!["kind"]! == "nas-bench-201")!["size"]!);
        Assert.Empty((await GetAsync("benchmarks")).AsArray());
        Assert.Contains(sets, set => (string)set!["kind"]! == "digits" && (string?)set["place"] == "part of the program");
    }

    /// <summary>The first event says where to begin; a change follows.</summary>
    [Fact]
    public async Task Events_tell_of_changes()
    {
        var id = await CreateAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var stream = new StreamReader(await Client.GetStreamAsync(Path($"experiments/{id}/events"), patience.Token));

        var first = await stream.ReadLineAsync(patience.Token);
        using var cancelled = await Client.PostAsync(Path($"experiments/{id}/cancel"), null);
        var later = new List<string?>();
        while (later.LastOrDefault() != "event: state")
        {
            later.Add(await stream.ReadLineAsync(patience.Token));
        }

        Assert.Equal("event: state", first);
        Assert.Equal("""data: {"seed":null,"number":null}""", later[0]);
    }

    /// <summary>From the start to every file and list.</summary>
    [Fact]
    public async Task What_a_run_found_is_read_and_downloaded()
    {
        using var created = await PostAsync(Example(), "?start=true");
        var id = (long)(await ReadAsync(created))["id"]!;
        await WaitAsync(id, "completed");

        var result = await GetAsync($"experiments/{id}/result");
        var trials = await GetAsync($"experiments/{id}/runs/0/trials?limit=1000");
        var front = await GetAsync($"experiments/{id}/runs/0/front");
        var best = (int)front[0]!["number"]!;
        using var architecture = await Client.GetAsync(Path($"experiments/{id}/runs/0/architectures/{best}"));
        var table = await Client.GetStringAsync(Path($"experiments/{id}/trials.csv"));
        var curve = await GetAsync($"experiments/{id}/curve");
        var log = await GetAsync($"experiments/{id}/log");

        Assert.Equal("nasstudio/result/v1", (string)result["schema"]!);
        Assert.Equal(16, result["runs"]![0]!["trials"]!.AsArray().Count);
        Assert.Equal(Enumerable.Range(0, 16), trials["items"]!.AsArray().Select(trial => (int)trial!["number"]!).Order());
        Assert.All(trials["items"]!.AsArray(), trial => Assert.Equal("completed", (string)trial!["state"]!));
        Assert.All(front.AsArray(), trial => Assert.True((bool)trial!["isPareto"]!));
        Assert.Equal($"experiment-{id}-seed-0-trial-{best}.json", architecture.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("nasstudio/architecture/v1", (string)(await ReadAsync(architecture))["schema"]!);
        Assert.Equal(17, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("val_acc", (string)curve[0]!["metric"]!);
        Assert.NotEmpty(log["items"]!.AsArray());
    }

    /// <summary>A place of a run's latent space becomes an architecture; what is no place, or has no generator, is
    /// refused.</summary>
    [Fact]
    public async Task A_place_in_the_latent_space_is_decoded()
    {
        var file = JsonNode.Parse(Example())!;
        file["strategy"] = JsonNode.Parse("""
            { "kind": "ag-net", "options": { "pretrainingInstances": 1000, "initialDesign": 8, "batchSize": 8, "epochs": 1 } }
            """);
        using var created = await PostAsync(file.ToJsonString(), "?start=true");
        var id = (long)(await ReadAsync(created))["id"]!;
        await WaitAsync(id, "completed");
        var trial = (await GetAsync($"experiments/{id}/runs/0/trials?limit=1"))["items"]![0]!;

        using var answer = await DecodeAsync(id, 0, trial["latent"]!.ToJsonString());
        using var tooShort = await DecodeAsync(id, 0, "[0, 1]");
        using var nothing = await DecodeAsync(id, 0, "null");
        using var noRun = await DecodeAsync(id, 3, "[0]");
        using var noGenerator = await DecodeAsync(await CreateAsync(), 0, "[0]");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var place = await ReadAsync(answer);
        Assert.Equal(1, (int)place["batch"]!);
        if (place["architecture"] is { } decoded)
        {
            Assert.Equal(["native", "isomorphismClass", "functionalId", "predicted", "latent", "trial"], decoded.AsObject().Select(p => p.Key));
            Assert.Equal(["params", "val_acc"], decoded["predicted"]!.AsObject().Select(p => p.Key));
        }

        Assert.Equal(HttpStatusCode.BadRequest, tooShort.StatusCode);
        Assert.Contains("32 numbers", (string)(await ReadAsync(tooShort))["detail"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, noRun.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, noGenerator.StatusCode);
        Assert.All(new[] { tooShort, nothing, noRun, noGenerator }, refusal
            => Assert.Equal("application/problem+json", refusal.Content.Headers.ContentType?.MediaType));
    }

    /// <summary>What a supernet cannot be compared with is refused; that it is compared is tried in a browser and on the
    /// command line.</summary>
    [Fact]
    public async Task What_a_supernet_cannot_be_compared_with_is_refused()
    {
        var id = await CreateAsync();

        using var noTable = await RankAsync(id, """{ "table": "none" }""");
        using var unnamed = await RankAsync(id, "{}");
        using var negative = await RankAsync(id, """{ "table": "fashion-201", "sample": -1 }""");
        using var noNorm = await RankAsync(id, """{ "table": "fashion-201", "norm": "none" }""");

        Assert.Equal(HttpStatusCode.NotFound, noTable.StatusCode);
        Assert.All([unnamed, negative, noNorm], refusal => Assert.Equal(HttpStatusCode.BadRequest, refusal.StatusCode));
        Assert.Contains("allowed is 0 (all) or more", (string)(await ReadAsync(negative))["detail"]!, StringComparison.Ordinal);
        Assert.Contains("batch, recalibrated, running", (string)(await ReadAsync(noNorm))["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>By revision: nothing twice, nothing left out.</summary>
    [Fact]
    public async Task Trials_come_in_pages_of_revisions()
    {
        using var created = await PostAsync(Example(), "?start=true");
        var id = (long)(await ReadAsync(created))["id"]!;
        await WaitAsync(id, "completed");

        var numbers = new List<int>();
        for (long? after = 0; after is not null;)
        {
            var page = await GetAsync($"experiments/{id}/runs/0/trials?limit=3&after={after}");
            numbers.AddRange(page["items"]!.AsArray().Select(trial => (int)trial!["number"]!));
            after = (long?)page["next"];
        }

        Assert.Equal(Enumerable.Range(0, 16), numbers.Order());
    }

    /// <summary>Pause keeps, resume goes on.</summary>
    [Fact]
    public async Task A_paused_run_goes_on()
    {
        var file = JsonNode.Parse(Example())!;
        file["evaluator"]!["epochs"] = 200;
        using var created = await PostAsync(file.ToJsonString(), "?start=true");
        var id = (long)(await ReadAsync(created))["id"]!;
        await WaitAsync(id, "running");

        using var paused = await Client.PostAsync(Path($"experiments/{id}/pause"), null);
        await WaitAsync(id, "paused");
        using var deleted = await Client.PostAsync(Path($"experiments/{id}/start"), null);
        using var resumed = await Client.PostAsync(Path($"experiments/{id}/resume"), null);
        await WaitAsync(id, "completed");

        Assert.Equal(HttpStatusCode.NoContent, paused.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
    }

    private static string Example() => File.ReadAllText(System.IO.Path.Combine(RepositoryFolder.Path, "examples", "digits-random.json"));

    private static string Path(string path) => $"/api/v1/{path}";

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>())!;

    private Task<HttpResponseMessage> PostAsync(string file, string query = "")
        => Client.PostAsync(Path($"experiments{query}"), new StringContent(file, Encoding.UTF8, "application/json"));

    private Task<HttpResponseMessage> DecodeAsync(long id, long seed, string latent) => Client.PostAsync(
        Path($"experiments/{id}/runs/{seed}/decode"),
        new StringContent($$"""{ "latent": {{latent}} }""", Encoding.UTF8, "application/json"));

    private Task<HttpResponseMessage> RankAsync(long id, string body) => Client.PostAsync(
        Path($"experiments/{id}/runs/0/supernet/rank"), new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<long> CreateAsync() => (long)(await ReadAsync(await PostAsync(Example())))["id"]!;

    private async Task WaitAsync(long id, string state)
    {
        var seen = "";
        for (var patience = Stopwatch.StartNew(); seen != state; await Task.Delay(100))
        {
            seen = (string)(await GetAsync($"experiments/{id}"))["state"]!;
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), $"The experiment is {seen}, not {state}.");
        }
    }

    private async Task<JsonNode> GetAsync(string path) => (await Client.GetFromJsonAsync<JsonNode>(Path(path)))!;
}
