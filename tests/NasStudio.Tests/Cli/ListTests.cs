using System.Text.Json.Nodes;

namespace NasStudio.Tests.Cli;

/// <summary>Verbs that only look.</summary>
public sealed class ListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>For people: columns.</summary>
    [Fact]
    public async Task Spaces_are_listed_in_columns()
    {
        var outcome = await StudioProgram.RunAsync("spaces", "list");

        Assert.Equal(0, outcome.ExitCode);
        var lines = outcome.Output.Split('\n');
        Assert.StartsWith("KIND", lines[0], StringComparison.Ordinal);
        Assert.Matches("^nas-bench-201 +15,625 ", lines[1]);
    }

    /// <summary>For programs: JSON, the same as over REST.</summary>
    [Fact]
    public async Task Spaces_are_listed_as_json()
    {
        var listed = JsonNode.Parse((await StudioProgram.RunAsync("spaces", "list", "--json")).Output)!.AsArray();
        var shown = JsonNode.Parse((await StudioProgram.RunAsync("spaces", "show", "nas-bench-201", "--json")).Output)!;

        Assert.Equal(15625, (int)listed[0]!["size"]!);
        Assert.True(JsonNode.DeepEquals(listed[0], shown));
    }

    /// <summary>What a user may define is shown with what it takes, and a definition with its size.</summary>
    [Fact]
    public async Task A_space_to_be_defined_shows_its_options_and_what_they_make()
    {
        var plain = await StudioProgram.RunAsync("spaces", "show", "choice");
        Assert.Contains("Architectures: as you define it", plain.Output, StringComparison.Ordinal);
        Assert.Contains("Option variables (required), a JSON array:", plain.Output, StringComparison.Ordinal);

        const string Options = """{"variables":[{"name":"width","type":"integer","min":1,"max":9}]}""";
        var defined = await StudioProgram.RunAsync("spaces", "show", "choice", "--options", Options);
        Assert.Contains("Architectures: 9\n", defined.Output, StringComparison.Ordinal);
        Assert.Contains("  width=", defined.Output, StringComparison.Ordinal);

        var wrong = await StudioProgram.RunAsync("spaces", "show", "choice", "--options", "{\"variables\":[]}");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("$.space.variables: 0 variables: must be 1 to 100 variables", wrong.Error, StringComparison.Ordinal);
    }

    /// <summary>What is here and what is not.</summary>
    [Fact]
    public async Task Data_sets_are_listed_with_their_place()
    {
        var outcome = await StudioProgram.RunAsync("datasets", "list", "--json", "--data", _folder.Path);

        Assert.Equal(0, outcome.ExitCode);
        var places = JsonNode.Parse(outcome.Output)!.AsArray().ToDictionary(set => (string)set!["kind"]!, set => (string?)set!["place"]);
        Assert.Equal("part of the program", places["digits"]);
        Assert.Null(places["cifar10"]);
    }

    /// <summary>In, listed, out.</summary>
    [Fact]
    public async Task A_benchmark_is_imported_listed_and_deleted()
    {
        const string Cell = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
        var file = Path.Combine(Directory.CreateDirectory(_folder.Path).FullName, "table.csv");
        await File.WriteAllTextAsync(file, $"cell,score\n{Cell},1.5\n");

        var imported = await StudioProgram.RunAsync("benchmarks", "import", file, "--name", "mine", "--space", "nas-bench-201",
            "--architecture", "cell", "--metric", "score: minimize, unit points", "--data", _folder.Path);
        Assert.Equal((0, ""), (imported.ExitCode, imported.Error));
        Assert.StartsWith("mine: 1 rows of nas-bench-201, 1 isomorphism classes; metrics: score", imported.Output, StringComparison.Ordinal);
        var again = await StudioProgram.RunAsync("benchmarks", "import", file, "--name", "mine", "--space", "nowhere", "--data", _folder.Path);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("already", again.Error, StringComparison.Ordinal);

        var listed = JsonNode.Parse((await StudioProgram.RunAsync("benchmarks", "list", "--json", "--data", _folder.Path)).Output)!;
        Assert.Equal("points", (string?)listed[0]!["columns"]![0]!["metric"]!["unit"]);
        Assert.Equal(0, (await StudioProgram.RunAsync("benchmarks", "delete", "mine", "--data", _folder.Path)).ExitCode);
        Assert.Equal(2, (await StudioProgram.RunAsync("benchmarks", "delete", "mine", "--data", _folder.Path)).ExitCode);
    }

    /// <summary>Nothing is downloaded twice.</summary>
    [Fact]
    public async Task Fetching_what_is_here_does_nothing()
    {
        var outcome = await StudioProgram.RunAsync("datasets", "fetch", "digits", "--data", _folder.Path);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("here already", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>Twice, because it has to be safe to repeat.</summary>
    [Fact]
    public async Task Migrate_makes_the_data_base_and_may_be_repeated()
    {
        for (var time = 0; time < 2; time++)
        {
            var outcome = await StudioProgram.RunAsync("migrate", "--data", _folder.Path);

            Assert.Equal(0, outcome.ExitCode);
            Assert.Contains("up to date", outcome.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(_folder["studio.db"]));
        }
    }
}
