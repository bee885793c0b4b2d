using System.Collections.Immutable;
using NasStudio.Runs.Benchmarks.Building;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;
using NasStudio.Testing;

namespace NasStudio.Runs.Tests.Benchmarks.Building;

public sealed class BenchmarkBuilderTests
{
    private static readonly string Space = new TinySpace().Kind;

    private static readonly int Classes = Count();

    [Fact]
    public async Task Each_isomorphism_class_is_measured_once_with_each_seed()
    {
        await using var studio = await TestStudio.CreateAsync();
        var heard = new List<BuildProgress>();

        var built = await studio.Get<BenchmarkBuilder>().BuildAsync(Recipe(), null, heard.Add, CancellationToken.None);

        Assert.Equal(2 * Classes, studio.Watch.Evaluations);
        Assert.Equal(Classes, built.Representatives.Select(built.Space.IsomorphismClass).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 2 * Classes + 1), heard.Select(progress => progress.Done));
        Assert.All(heard, progress => Assert.Equal(2 * Classes, progress.Total));
        var toy = new ToyEvaluator(built.Space);
        Assert.All(built.Representatives, architecture =>
        {
            var score = toy.Evaluate(architecture, new(0, null, CancellationToken.None)).Values["score"];
            Assert.Equal([score, score], built.Values(architecture, "score"));
        });
    }

    [Fact]
    public async Task A_build_that_was_stopped_goes_on_where_it_was()
    {
        await using var studio = await TestStudio.CreateAsync();
        using var stop = new CancellationTokenSource();
        var builder = studio.Get<BenchmarkBuilder>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => builder.BuildAsync(Recipe(), null, progress =>
        {
            if (progress.Done == 3)
            {
                stop.Cancel();
            }
        }, stop.Token));
        var before = Lines(studio).Length - 1;
        var built = await builder.BuildAsync(Recipe(), null, _ => { }, CancellationToken.None);

        Assert.InRange(before, 3, 2 * Classes - 1);
        Assert.Equal(2 * Classes, Lines(studio).Length - 1);
        Assert.All(built.Representatives, a => Assert.All(built.Values(a, "score"), value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_measured_again()
    {
        await using var studio = await TestStudio.CreateAsync();
        var builder = studio.Get<BenchmarkBuilder>();
        await builder.BuildAsync(Recipe(), null, _ => { }, CancellationToken.None);
        var whole = Lines(studio);
        await File.WriteAllTextAsync(
            Journal(studio), string.Join('\n', whole[..^1]) + "\n" + whole[^1][..(whole[^1].Length / 2)]);
        var heard = new List<BuildProgress>();

        await builder.BuildAsync(Recipe(), null, heard.Add, CancellationToken.None);

        Assert.Equal([(2 * Classes - 1, 2 * Classes), (2 * Classes, 2 * Classes)], heard.Select(progress => (progress.Done, progress.Total)));
        Assert.Equal(whole, Lines(studio));
    }

    [Fact]
    public async Task Another_recipe_may_not_go_on_with_a_build()
    {
        await using var studio = await TestStudio.CreateAsync();
        var builder = studio.Get<BenchmarkBuilder>();
        await builder.BuildAsync(Recipe(), null, _ => { }, CancellationToken.None);
        var other = Recipe() with
        {
            Evaluator = new KindChoice("toy", OptionValues.Defaults.With("failingShare", 0.5)),
        };

        var fault = await Assert.ThrowsAsync<BuildException>(
            () => builder.BuildAsync(other, null, _ => { }, CancellationToken.None));

        Assert.Contains("another recipe", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2 * Classes + 1, Lines(studio).Length);
    }

    [Fact]
    public async Task A_benchmark_that_another_builds_is_refused()
    {
        await using var studio = await TestStudio.CreateAsync();
        var builder = studio.Get<BenchmarkBuilder>();
        Directory.CreateDirectory(Path.GetDirectoryName(Journal(studio))!);
        BuildException fault;
        using (BuildJournal.Open(Journal(studio), []))
        {
            fault = await Assert.ThrowsAsync<BuildException>(
                () => builder.BuildAsync(Recipe(), null, _ => { }, CancellationToken.None));
        }

        Assert.Contains("another process", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, studio.Watch.Evaluations);
    }

    [Fact]
    public async Task Damage_is_named_by_file_and_line()
    {
        await using var studio = await TestStudio.CreateAsync();
        var builder = studio.Get<BenchmarkBuilder>();
        await builder.BuildAsync(Recipe(), null, _ => { }, CancellationToken.None);
        var lines = Lines(studio);
        lines[2] = lines[2][1..];
        await File.WriteAllTextAsync(Journal(studio), string.Join('\n', lines) + "\n");

        var fault = await Assert.ThrowsAsync<BuildException>(
            () => builder.BuildAsync(Recipe(), null, _ => { }, CancellationToken.None));

        Assert.Contains("damaged in line 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_measured_is_counted_and_left_out()
    {
        await using var studio = await TestStudio.CreateAsync();
        var recipe = Recipe() with
        {
            Evaluator = new KindChoice("toy", OptionValues.Defaults.With("failingShare", 0.5)),
        };
        var failed = 0;

        var built = await studio.Get<BenchmarkBuilder>()
            .BuildAsync(recipe, null, progress => failed = progress.Failed, CancellationToken.None);

        var missing = built.Representatives.Count(a => built.Values(a, "score").All(double.IsNaN));
        Assert.InRange(missing, 1, Classes - 1);
        Assert.Equal(2 * missing, failed);
    }

    [Fact]
    public async Task A_pilot_measures_some_classes_and_leaves_the_build_alone()
    {
        await using var studio = await TestStudio.CreateAsync();

        var built = await studio.Get<BenchmarkBuilder>().BuildAsync(Recipe(), 3, _ => { }, CancellationToken.None);

        Assert.Equal(3, built.Representatives.Length);
        Assert.Equal(6, studio.Watch.Evaluations);
        Assert.False(File.Exists(Journal(studio)));
    }

    [Fact]
    public async Task An_evaluator_without_losses_of_images_fails_a_recipe_that_asks_for_them()
    {
        await using var studio = await TestStudio.CreateAsync();

        var built = await studio.Get<BenchmarkBuilder>()
            .BuildAsync(Recipe() with { ImageLosses = true }, null, _ => { }, CancellationToken.None);

        Assert.All(built.Representatives, a => Assert.All(built.Values(a, "score"), value => Assert.True(double.IsNaN(value))));
        Assert.Contains("measures no losses of images", string.Join('\n', Lines(studio)), StringComparison.Ordinal);
        Assert.Throws<BuildException>(() => BenchmarkBuilder.WriteLosses(built, Path.Combine(studio.Folder, "losses.gz")));
    }

    /// <summary>Losses .0004, 1.2, 70 and .0016, 1.3, 3 in thousandths are 0, 1200, 65535 and 2, 1300, 3000.</summary>
    [Fact]
    public void Image_losses_are_means_over_the_seeds_in_thousandths()
    {
        var space = new TinySpace();
        ImmutableArray<Core.Architectures.Architecture> two = [.. space.Enumerate().Take(2)];
        float[][] losses = [[0.0004f, 1.2f, 70], [0.0016f, 1.3f, 3]];
        var measured = two.SelectMany((a, i) => Enumerable.Range(0, 2).Select(seed => new BuiltMeasurement(
            seed, a.Native, ImmutableSortedDictionary<string, double>.Empty.Add("score", i + seed), null)
        {
            ImageLosses = BuiltLosses.Pack(losses[i == 0 ? seed : 0]),
        }));
        var header = new System.Text.Json.Nodes.JsonObject { ["recipe"] = "r", ["environment"] = "e" };

        var table = BuiltLosses.Of(new BuiltBenchmark(Recipe() with { Metrics = ["score"] }, space, two, measured, header));

        Assert.Equal(two.Select(a => a.Native), table.Architectures);
        Assert.Equal([0.5, 1.5], table.Metrics["score"].AsEnumerable());
        Assert.Equal([0.001, 1.25, 34.268], new[] { 0, 1, 2 }.Select(image => Math.Round(table.Loss(0, [image]), 9)));
        Assert.Equal((0 + 1.2 + 65.535) / 3, table.Loss(1), 1e-9);
    }

    /// <summary>
    /// Two seeds in the order 1 2 3 4 and 1 2 4 3: Spearman 1 - 6 x 2 / (4 x 15) = .8; for the mean of two
    /// 2 x .8 / 1.8 = .889; variances 0, 0, .5, .5 give a deviation of .5.
    /// </summary>
    [Fact]
    public void Reliability_is_what_the_seeds_agree_on()
    {
        var space = new TinySpace();
        ImmutableArray<Core.Architectures.Architecture> four = [.. space.Enumerate().Take(4)];
        double[][] values = [[1, 2, 3, 4], [1, 2, 4, 3]];
        var measured = four.SelectMany((a, i) => Enumerable.Range(0, 2).Select(seed => new BuiltMeasurement(
            seed, a.Native, ImmutableSortedDictionary<string, double>.Empty.Add("score", values[seed][i]).Add("cost", i), null)));

        var built = new BuiltBenchmark(Recipe() with { Metrics = ["score", "cost"] }, space, four, measured, []);

        var only = Assert.Single(built.Reliabilities);                // cost does not depend on the seed
        Assert.Equal("score", only.Metric);
        Assert.Equal(0.8, only.SeedCorrelation, 12);
        Assert.Equal(1.6 / 1.8, only.Reliability, 12);
        Assert.Equal(0.5, only.Noise, 12);
    }

    [Theory]
    [InlineData("\"name\": \"../up\"", "$.name")]
    [InlineData("\"name\": \"t\", \"seeds\": [1, 1]", "$.seeds[1]")]
    [InlineData("\"name\": \"t\", \"metrics\": [\"train_seconds\"]", "$.metrics[0]")]
    [InlineData("\"name\": \"t\", \"metrics\": []", "$.metrics")]
    [InlineData("\"name\": \"t\", \"extra\": 1", "$.extra")]
    [InlineData("\"name\": \"t\", \"imageLosses\": 1", "$.imageLosses")]
    [InlineData("\"name\": \"t\", \"space\": { \"kind\": \"none\" }", "$.space.kind")]
    public void A_recipes_fault_is_named_by_its_place(string change, string path)
    {
        var fields = new Dictionary<string, string>
        {
            ["schema"] = $"\"{BenchmarkRecipe.Schema}\"",
            ["title"] = "\"T\"",
            ["licence"] = "\"CC0-1.0\"",
            ["space"] = "{ \"kind\": \"nas-bench-201\" }",
            ["evaluator"] = "{ \"kind\": \"train\" }",
            ["metrics"] = "[\"val_acc\"]",
            ["seeds"] = "[0]",
        };
        var rest = fields.Where(field => !change.Contains($"\"{field.Key}\":", StringComparison.Ordinal))
            .Select(field => $"\"{field.Key}\": {field.Value}");

        var (recipe, faults) = BenchmarkRecipe.Read($"{{ {change}, {string.Join(", ", rest)} }}", StudioCatalogues.Default);

        Assert.Null(recipe);
        Assert.Equal(path, Assert.Single(faults).Path);
    }

    [Fact]
    public void A_recipe_is_read_back_as_it_was_written()
    {
        var recipe = new BenchmarkRecipe("t", "T", "CC0-1.0", new KindChoice("nas-bench-201"),
            new KindChoice("train", OptionValues.Defaults.With("epochs", 3L)), ["val_acc"], [0, 5]);

        var (read, faults) = BenchmarkRecipe.Read(recipe.ToJson(StudioCatalogues.Default).ToJsonString(), StudioCatalogues.Default);

        Assert.Empty(faults);
        Assert.Equal(recipe.ToJson(StudioCatalogues.Default).ToJsonString(), read!.ToJson(StudioCatalogues.Default).ToJsonString());
    }

    private static BenchmarkRecipe Recipe() => new(
        "toys", "Toys", "CC0-1.0", new KindChoice(Space), new KindChoice("toy"), ["score", "cost"], [0, 1]);

    private static int Count()
    {
        var space = new TinySpace();
        return space.Enumerate().Select(space.IsomorphismClass).Distinct().Count();
    }

    private static string Journal(TestStudio studio)
        => Path.Combine(studio.Folder, "benchmarks", "building", "toys.jsonl");

    private static string[] Lines(TestStudio studio)
        => File.ReadAllText(Journal(studio)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
