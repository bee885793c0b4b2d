using NasStudio.Core.Objectives;
using NasStudio.Runs.Benchmarks;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;
using NasStudio.Testing;

namespace NasStudio.Runs.Tests.Benchmarks;

/// <summary>Benchmarks on the shelf, and experiments on them.</summary>
public sealed class BenchmarkShelfTests : IDisposable
{
    private const string Table = "# space: tiny\n# reliability val_acc_9: 0.7\narchitecture,val_acc_3,val_acc_9,test_acc_9,params\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nasstudio-shelf-");
    private readonly BenchmarkShelf _shelf;
    private readonly StudioCatalogues _catalogues;

    public BenchmarkShelfTests()
    {
        var spaces = new SpaceCatalogue([.. SpaceCatalogue.Default.Entries, new SpaceEntry(new TinySpace(), "A toy.")]);
        _shelf = new BenchmarkShelf(new StudioOptions { DataFolder = _folder.FullName }, spaces, TimeProvider.System);
        _catalogues = StudioCatalogues.Of(_shelf) with { Spaces = spaces };
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_benchmark_comes_and_goes()
    {
        var queries = new BenchmarkQueries(_shelf);
        Assert.Empty(queries.List());
        var view = Import("words");
        Assert.Equal(("words", "tiny", 16, 16), (view.Name, view.Space, view.Rows, view.Classes));
        Assert.Equal([false, true], view.Columns.Where(c => c.Metric.Name is "val_acc_9" or "params").Select(c => c.ShowsRegret));
        Assert.Equal(view.Name, Assert.Single(queries.List()).Name);
        Assert.Contains("already", Refusal("words"), StringComparison.Ordinal);
        _shelf.Delete("words");
        Assert.Empty(queries.List());
        Assert.Throws<NotFoundException>(() => _shelf.Delete("words"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("Upper")]
    [InlineData("a\n")]
    [InlineData("a\0b")]
    public void A_name_never_leads_out_of_the_folder(string name)
    {
        Assert.Contains("no name for a benchmark", Refusal(name), StringComparison.Ordinal);
        Assert.Null(_shelf.Facts(name));
        Assert.Throws<NotFoundException>(() => _shelf.Delete(name));
    }

    [Fact]
    public void A_damaged_file_is_listed_with_what_is_wrong()
    {
        Import("words");
        File.WriteAllText(Path.Combine(_folder.FullName, "benchmarks", "words.nasbench"), "no benchmark");
        var view = Assert.Single(new BenchmarkQueries(_shelf).List());
        Assert.Contains("does not begin like one", view.Problem, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Fault("words"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_table_is_thinned_but_keeps_its_ends()
    {
        Import("words");
        var points = new BenchmarkQueries(_shelf).Points("words", "params", "val_acc_9", 5);
        Assert.InRange(points.X.Length, 5, 9);
        Assert.Equal(16, points.Known);
        Assert.Equal((0, 15), (points.X.Min(), points.X.Max()));
    }

    [Fact]
    public void What_comes_with_the_program_is_imported_once()
    {
        var shipped = Directory.CreateDirectory(Path.Combine(_folder.FullName, "shipped"));
        using (var packed = new System.IO.Compression.GZipStream(
            File.Create(Path.Combine(shipped.FullName, "words.csv.gz")), System.IO.Compression.CompressionLevel.Fastest))
        {
            packed.Write(System.Text.Encoding.UTF8.GetBytes(Text()));
        }

        var benchmarks = new ShippedBenchmarks(
            _shelf, Microsoft.Extensions.Logging.Abstractions.NullLogger<ShippedBenchmarks>.Instance);
        benchmarks.Import(shipped.FullName);
        benchmarks.Import(shipped.FullName);
        Assert.Equal("words", Assert.Single(_shelf.Names()));
    }

    [Fact]
    public void An_experiment_searches_on_what_the_table_has()
    {
        Import("words");
        Assert.Null(Fault("words"));
        Assert.StartsWith("$.evaluator.benchmark: \"sentences\": must be one of words", Fault("sentences"), StringComparison.Ordinal);
        Assert.StartsWith("$.evaluator.benchmark: (nothing): is missing", Fault(null), StringComparison.Ordinal);
        Assert.StartsWith("$.space.kind: \"nas-bench-201\": is no space of the evaluator 'table' with the benchmark 'words'; allowed is tiny",
            Fault("words", space: "nas-bench-201"), StringComparison.Ordinal);
        Assert.Contains("is not measured by the evaluator 'table'; allowed are val_acc_3, val_acc_9, params",
            Fault("words", metric: "val_acc"), StringComparison.Ordinal);
        Assert.Contains("is a test metric", Fault("words", metric: "test_acc_9"), StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_that_are_only_reported_may_not_be_searched_on()
    {
        Import("words");
        Assert.Contains("is a test metric", Fault("words", report: """["val_acc_9"]"""), StringComparison.Ordinal);
        Assert.StartsWith("$.evaluator.report: \"speed\": is no metric of the benchmark; allowed are val_acc_3",
            Fault("words", report: """["speed"]"""), StringComparison.Ordinal);
        Assert.StartsWith("$.evaluator.report: \"7\": is no metric", Fault("words", report: "[7]"), StringComparison.Ordinal);
        Assert.Null(Fault("words", report: """["val_acc_3"]"""));
    }

    [Fact]
    public void A_table_of_a_user_defined_space_is_for_that_very_space()
    {
        var space = ExperimentWriter.ToJson(Document("mine") with { Space = Depth(2) })["space"]!.ToJsonString();
        var file = Path.Combine(_folder.FullName, "mine.jsonl");
        File.WriteAllLines(file, _catalogues.Spaces.Create(Depth(2)).Enumerate().Select(
            (a, i) => new System.Text.Json.Nodes.JsonObject { ["architecture"] = a.Native, ["val"] = i }.ToJsonString()));
        _shelf.Import(new BenchmarkImport(file, "mine") { Space = space }, null, CancellationToken.None);
        Assert.Null(Fault("mine", metric: "val", choice: Depth(2)));
        Assert.Contains("has other options than the space of the benchmark 'mine'",
            Fault("mine", metric: "val", choice: Depth(3)), StringComparison.Ordinal);

        static KindChoice Depth(int most) => new("choice", OptionValues.Defaults.With("variables", JsonText.Parse(
            $$"""[{ "name": "depth", "type": "integer", "min": 1, "max": {{most}} }]""")));
    }

    [Fact]
    public void The_optimum_keeps_the_constraints_of_the_experiment()
    {
        Import("words");
        var document = Document("words") with { Constraints = [new Constraint("params", Max: 4)] };
        var best = new BenchmarkQueries(_shelf).Optimum(document)!;
        Assert.Equal((4, "val_acc_9", false), (best.Value, best.Metric, best.ShowsRegret));
        Assert.Null(new BenchmarkQueries(_shelf).Optimum(Document("gone")));
    }

    [Fact]
    public async Task A_run_on_a_table_ends_and_is_shown_after_the_table_has_gone()
    {
        await using var studio = await TestStudio.CreateAsync(folder: _folder.FullName, catalogues: _catalogues);
        Import("words");
        var (id, run) = await studio.CreateRunAsync(Document("words"));
        await studio.Executor.ExecuteAsync(run, CancellationToken.None);
        Assert.Equal(RunState.Completed, (await studio.RunAsync(id)).State);
        _shelf.Delete("words");
        var shown = (await studio.Queries.GetAsync(id))!;
        Assert.Equal(["val_acc_3", "val_acc_9", "test_acc_9", "params"], shown.Metrics.Select(m => m.Name));
        Assert.All(await studio.Queries.TrialsAsync(id), trial => Assert.Equal(trial.Metrics["val_acc_9"], trial.Metrics["params"]));
        Assert.NotEmpty((await studio.Queries.CurveAsync(id))[0].Points);
    }

    private string Refusal(string name) => Assert.Throws<BenchmarkRefusedException>(() => Import(name)).Message;

    private string? Fault(
        string? benchmark, string space = "tiny", string metric = "val_acc_9", string? report = null, KindChoice? choice = null)
    {
        var document = Document(benchmark, space, metric);
        document = document with
        {
            Space = choice ?? document.Space,
            Evaluator = document.Evaluator with
            {
                Options = document.Evaluator.Options.With("report", report is null ? null : JsonText.Parse(report)),
            },
        };
        return new ExperimentReader(_catalogues).Check(document) is { IsEmpty: false } faults
            ? Assert.Single(faults).ToString() : null;
    }

    private static ExperimentDocument Document(string? benchmark, string space = "tiny", string metric = "val_acc_9") => new(
        "on a table", new KindChoice(space), new KindChoice("table", OptionValues.Defaults.With("benchmark", benchmark)),
        new KindChoice("random"), [new Objective(metric, Direction.Maximize)], [], 8, [0]);

    private static string Text() => Table + string.Concat(
        new TinySpace().Enumerate().Select((a, i) => $"{a.Native},{i / 2.0},{i},{90 - i},{i}\n"));

    private BenchmarkView Import(string name)
    {
        var file = Path.Combine(_folder.FullName, "table.csv");
        File.WriteAllText(file, Text());
        return _shelf.Import(new BenchmarkImport(file, name), null, CancellationToken.None);
    }
}
