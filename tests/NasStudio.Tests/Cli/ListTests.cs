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
        Assert.StartsWith("nas-bench-201  15,625  ", lines[1], StringComparison.Ordinal);
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
