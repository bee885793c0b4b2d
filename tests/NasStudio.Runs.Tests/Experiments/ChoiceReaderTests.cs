using NasStudio.Core.Randomness;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Experiments;

public sealed class ChoiceReaderTests
{
    private const string Space = """
        { "kind": "choice",
          "variables": [ { "name": "depth", "type": "integer", "min": 2, "max": 8, "step": 2 },
                         { "name": "op", "type": "categorical", "values": ["conv", "pool"] } ],
          "forbid": [ { "op": "pool", "depth": [6, 8] } ] }
        """;

    private readonly ExperimentReader _reader = new(TestStudio.Catalogues(new EvaluationWatch()));

    private static string File(string space) => $$"""
        { "schema": "nasstudio/experiment/v1", "name": "a test", "space": {{space}},
          "evaluator": { "kind": "toy" }, "strategy": { "kind": "random" },
          "objectives": [ { "metric": "score", "direction": "maximize" } ], "budget": { "evaluations": 4 }, "seeds": [0] }
        """;

    [Fact]
    public void A_definition_is_read_written_as_json_and_makes_its_space()
    {
        var (document, faults) = _reader.Read(File(Space));
        Assert.Empty(faults);
        Assert.Equal(
            ["depth=2;op=conv", "depth=2;op=pool", "depth=4;op=conv", "depth=4;op=pool", "depth=6;op=conv", "depth=8;op=conv"],
            SpaceCatalogue.Default.Create(document!.Space).Enumerate().Select(a => a.Native));

        var written = ExperimentWriter.ToJson(document)["space"]!;
        Assert.Equal(8, (int)written["variables"]![0]!["max"]!);
        Assert.Equal("pool", (string?)written["forbid"]![0]!["op"]);
        Assert.Equal(document, _reader.Read(ExperimentWriter.Write(document)).Document);
        Assert.Equal(6, _reader.ReadSpace("{ \"space\": " + Space + " }").Space!.Size);
    }

    [Theory]
    [InlineData("\"max\": 8", "\"max\": 1", "$.space.variables[0].max", "1", "leaves no value: it must be at least min, 2")]
    [InlineData("\"max\": 8", "\"max\": 9000", "$.space.variables[0].max", "9000", "makes 4500 values; allowed are at most 4000")]
    [InlineData("\"max\": 8", "\"max\": 2.5", "$.space.variables[0].max", "2.5", "must be a whole number")]
    [InlineData("\"max\": 8,", "", "$.space.variables[0].max", "(nothing)", "is missing")]
    [InlineData("\"step\": 2", "\"step\": 0", "$.space.variables[0].step", "0", "at least 1")]
    [InlineData("\"step\": 2", "\"stop\": 2", "$.space.variables[0].stop", "2", "unknown key; allowed are max, min, name, step, type")]
    [InlineData("\"integer\"", "\"real\"", "$.space.variables[0].type", "\"real\"", "must be \"categorical\" or \"integer\"")]
    [InlineData("\"pool\"] } ]", "\"pool\"] }, { \"name\": \"op\", \"type\": \"categorical\", \"values\": [\"a\"] } ]", "$.space.variables[2].name", "\"op\"", "is variables[1].name already")]
    [InlineData("\"name\": \"op\"", "\"name\": 7", "$.space.variables[1].name", "7", "must be a text")]
    [InlineData("[\"conv\", \"pool\"]", "[\"conv\", 3, \"pool\"]", "$.space.variables[1].values[1]", "3", "must be a text")]
    [InlineData("[\"conv\", \"pool\"]", "\"conv\"", "$.space.variables[1].values", "\"conv\"", "must be an array of texts")]
    [InlineData("\"op\": \"pool\"", "\"size\": \"pool\"", "$.space.forbid[0].size", "\"size\"", "is no variable; allowed are depth, op")]
    [InlineData("[6, 8]", "[6, 7]", "$.space.forbid[0].depth", "\"7\"", "is no value of depth; allowed are 2, 4, 6, 8")]
    [InlineData("[6, 8]", "[6, null]", "$.space.forbid[0].depth", "[6,null]", "must be a value or a list of values")]
    [InlineData("\"depth\": [6, 8]", "\"op\": \"conv\"", "$.space.forbid[0].op", "\"conv\"", "given twice")]
    [InlineData("\"op\": \"pool\", \"depth\": [6, 8]", "\"depth\": [2, 4, 6, 8]", "$.space.forbid", "1 rules", "leave no valid architecture")]
    [InlineData("\"kind\": \"choice\"", "\"kind\": \"choice\", \"more\": 1", "$.space.more", "1", "unknown key; allowed are forbid, kind, variables")]
    [InlineData("[ { \"op\": \"pool\", \"depth\": [6, 8] } ]", "{}", "$.space.forbid", "{}", "must be an array")]
    [InlineData("[ { \"op\": \"pool\", \"depth\": [6, 8] } ]", "\"none\"", "$.space.forbid", "\"none\"", "must be a JSON array")]
    public void Each_kind_of_fault_is_one_fault_with_place_value_and_what_is_allowed(
        string replace, string by, string path, string value, string message)
    {
        Assert.Contains(replace, Space, StringComparison.Ordinal);
        var (document, faults) = _reader.Read(File(Space.Replace(replace, by, StringComparison.Ordinal)));
        Assert.Null(document);
        var fault = Assert.Single(faults);
        Assert.Equal((path, value), (fault.Path, fault.Value));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variables_must_be_given()
    {
        var fault = Assert.Single(_reader.Read(File("""{ "kind": "choice" }""")).Faults);
        Assert.Equal(("$.space.variables", "(nothing)"), (fault.Path, fault.Value));
        Assert.Equal(8, SpaceCatalogue.Default["choice"].Create(OptionValues.Defaults).Size);
    }

    [Fact]
    public void A_broken_file_has_no_space() => Assert.Null(_reader.ReadSpace("{ \"space\"").Space);

    /// <summary>Whatever is cut out of the file or put in, it is read or refused.</summary>
    [Fact]
    public void Damaged_definitions_never_break_the_reader()
    {
        var random = new RandomSource(5);
        var file = File(Space);
        string[] parts = ["\"", "{", "}", "[", "]", ",", ":", "null", "-1", "1e99", "\"\\ud800\"", "true", "\"op\"", "[]"];
        for (var n = 0; n < 3_000; n++)
        {
            var (start, length) = (random.NextInt(file.Length), random.NextInt(12));
            var damaged = file[..start] + (random.NextInt(2) == 0 ? random.Choose(parts) : "")
                + file[Math.Min(file.Length, start + length)..];
            var (document, faults) = _reader.Read(damaged);
            Assert.Equal(document is null, faults.Length > 0);
        }
    }
}
