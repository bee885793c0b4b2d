using NasStudio.Runs.Experiments;
using NasStudio.Runs.Tests.Support;

namespace NasStudio.Runs.Tests.Experiments;

public sealed class ExperimentReaderTests
{
    private const string Good = """
        { "schema": "nasstudio/experiment/v1", "name": "a test",
          "space": { "kind": "nas-bench-201" },
          "evaluator": { "kind": "toy", "delayMs": 5 },
          "strategy": { "kind": "random", "options": { "batchSize": 4, "distinct": "function" } },
          "objectives": [ { "metric": "score", "direction": "maximize" } ],
          "constraints": [ { "metric": "cost", "max": 2.5 } ],
          "budget": { "evaluations": 12 }, "seeds": [0, 1] }
        """;

    private readonly ExperimentReader _reader = new(TestStudio.Catalogues(new EvaluationWatch()));

    [Fact]
    public void A_good_file_reads_and_round_trips()
    {
        var (document, faults) = _reader.Read(Good);
        Assert.Empty(faults);
        Assert.Equal((4L, "function"),
            (document!.Strategy.Options["batchSize"], document.Strategy.Options["distinct"]));
        Assert.Equal((12, 2.5), (document.Evaluations, document.Constraints[0].Max));
        Assert.Equal(document, _reader.Read(ExperimentWriter.Write(document)).Document);
    }

    [Theory]
    [InlineData("\"budget\": { \"evaluations\": 12 }", "\"budget\": { \"evaluations\": 0 }", "$.budget.evaluations", "0", "a whole number from 1")]
    [InlineData("\"budget\": { \"evaluations\": 12 }", "\"budget\": { \"evaluations\": 1.5 }", "$.budget.evaluations", "1.5", "a whole number from 1")]
    [InlineData("\"budget\": { \"evaluations\": 12 },", "", "$.budget", "(nothing)", "is missing")]
    [InlineData("\"name\": \"a test\"", "\"name\": 7", "$.name", "7", "must be a text")]
    [InlineData("\"name\": \"a test\"", "\"name\": \"  \"", "$.name", "\"  \"", "1 to 200 characters")]
    [InlineData("experiment/v1", "experiment/v9", "$.schema", "\"nasstudio/experiment/v9\"", "allowed is \"nasstudio/experiment/v1\"")]
    [InlineData("\"seeds\": [0, 1]", "\"seeds\": []", "$.seeds", "[]", "1 to 1000 different")]
    [InlineData("\"seeds\": [0, 1]", "\"seeds\": [3, 4, 3]", "$.seeds[2]", "3", "is the seed of $.seeds[0] already")]
    [InlineData("\"seeds\": [0, 1]", "\"seeds\": [-1]", "$.seeds[0]", "-1", "from 0 to 9007199254740991")]
    [InlineData("\"seeds\": [0, 1]", "\"seeds\": [\"0\"]", "$.seeds[0]", "\"0\"", "a whole number")]
    [InlineData("\"seeds\": [0, 1]", "\"seeds\": [0], \"seed\": 1", "$.seed", "1", "unknown key; allowed are budget, constraints")]
    [InlineData("\"seeds\": [0, 1]", "\"seeds\": [0], \"name\": \"b\"", "$.name", "\"b\"", "given twice")]
    [InlineData("\"kind\": \"random\"", "\"kind\": \"magic\"", "$.strategy.kind", "\"magic\"", "one of random, regularized-evolution")]
    [InlineData("\"kind\": \"random\", \"options\": { \"batchSize\": 4, \"distinct\": \"function\" }", "\"kind\": \"asha\"", "$.strategy.kind", "\"asha\"", "needs an evaluator that can measure at cheaper levels")]
    [InlineData("\"kind\": \"random\", \"options\": { \"batchSize\": 4, \"distinct\": \"function\" }", "\"kind\": \"given\"", "$.strategy.options", "(nothing)", "is missing")]
    [InlineData("\"kind\": \"random\", \"options\": { \"batchSize\": 4, \"distinct\": \"function\" }", "\"kind\": \"given\", \"options\": { \"architectures\": [] }", "$.strategy.options.architectures", "[]", "an array of 1 to 1000 texts")]
    [InlineData("\"kind\": \"random\", \"options\": { \"batchSize\": 4, \"distinct\": \"function\" }", "\"kind\": \"given\", \"options\": { \"architectures\": [\"cell\"] }", "$.strategy.options.architectures[0]", "\"cell\"", "is no architecture of the space 'nas-bench-201'")]
    [InlineData("nas-bench-201", "nas-bench-999", "$.space.kind", "\"nas-bench-999\"", "one of nas-bench-201")]
    [InlineData("\"batchSize\": 4", "\"batchSize\": 0", "$.strategy.options.batchSize", "0", "a whole number from 1 to 1000")]
    [InlineData("\"batchSize\": 4", "\"batchSize\": true", "$.strategy.options.batchSize", "true", "a whole number from 1 to 1000")]
    [InlineData("\"batchSize\": 4", "\"batch\": 4", "$.strategy.options.batch", "4", "unknown key; allowed are batchSize, distinct")]
    [InlineData("\"distinct\": \"function\"", "\"distinct\": \"some\"", "$.strategy.options.distinct", "\"some\"", "one of architecture, function, nothing")]
    [InlineData("\"delayMs\": 5", "\"delay\": 5", "$.evaluator.delay", "5", "unknown key; allowed are delayMs")]
    [InlineData("\"metric\": \"score\"", "\"metric\": \"speed\"", "$.objectives[0].metric", "\"speed\"", "is not measured by the evaluator 'toy'; allowed are score, cost")]
    [InlineData("\"metric\": \"score\"", "\"metric\": \"report\"", "$.objectives[0].metric", "\"report\"", "is a test metric")]
    [InlineData("\"metric\": \"cost\"", "\"metric\": \"report\"", "$.constraints[0].metric", "\"report\"", "may not be a constraint")]
    [InlineData("\"direction\": \"maximize\"", "\"direction\": \"up\"", "$.objectives[0].direction", "\"up\"", "\"minimize\" or \"maximize\"")]
    [InlineData("[ { \"metric\": \"score\", \"direction\": \"maximize\" } ]", "[]", "$.objectives", "[]", "at least one")]
    [InlineData("\"max\": 2.5", "\"max\": 1, \"min\": 2", "$.constraints[0]", "min", "min is greater than max")]
    [InlineData("\"metric\": \"cost\", \"max\": 2.5", "\"metric\": \"score\", \"min\": 101", "$.constraints[0]", "101", "score is at most 100 %")]
    [InlineData("\"max\": 2.5", "\"max\": -1", "$.constraints[0]", "-1", "cost is at least 0")]
    [InlineData(", \"max\": 2.5", "", "$.constraints[0]", "cost", "bounds nothing")]
    [InlineData("\"max\": 2.5", "\"max\": 1e999", "$.constraints[0].max", "1e999", "a finite number")]
    [InlineData("\"space\": { \"kind\": \"nas-bench-201\" }", "\"space\": \"nas-bench-201\"", "$.space", "\"nas-bench-201\"", "must be an object")]
    [InlineData("\"seeds\": [0, 1] }", "\"seeds\": [0, 1]", "$", "line 7", "is not valid JSON")]
    public void Each_kind_of_fault_is_one_fault_with_place_value_and_what_is_allowed(
        string replace, string by, string path, string value, string message)
    {
        Assert.Contains(replace, Good, StringComparison.Ordinal);
        var (document, faults) = _reader.Read(Good.Replace(replace, by, StringComparison.Ordinal));
        Assert.Null(document);
        var fault = Assert.Single(faults);
        Assert.Equal(path, fault.Path);
        Assert.Contains(value, fault.Value, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"kind\": \"toy\", \"delayMs\": 5", "\"kind\": \"instant\"", "$.evaluator.kind", "trains no networks of images, and the strategy 'sharing' trains a supernet of them; allowed is train, toy")]
    [InlineData("nas-bench-201", "tiny", "$.space.kind", "has no supernet for the strategy 'sharing'; allowed is nas-bench-201")]
    [InlineData("\"evaluations\": 12", "\"evaluations\": 2", "$.budget.evaluations", "is less than the 3 architectures that the strategy 'sharing' ends with, each of which is trained; allowed is at least 3")]
    public void A_strategy_that_shares_weights_needs_a_supernet_its_training_and_a_budget_for_what_it_ends_with(
        string part, string replacement, string path, string message)
    {
        const string Sharing = "\"kind\": \"sharing\", \"options\": { \"rounds\": 2 }";
        var file = Good.Replace("\"kind\": \"random\", \"options\": { \"batchSize\": 4, \"distinct\": \"function\" }", Sharing, StringComparison.Ordinal);
        Assert.Empty(_reader.Read(file).Faults);
        var fault = Assert.Single(_reader.Read(file.Replace(part, replacement, StringComparison.Ordinal)).Faults);
        Assert.Equal((path, message), (fault.Path, fault.Message));
    }

    [Fact]
    public void Channels_that_a_search_cannot_part_are_a_fault()
    {
        const string File = """
            { "schema": "nasstudio/experiment/v1", "name": "parts", "space": { "kind": "nas-bench-201" },
              "evaluator": { "kind": "train", "channels": 8 }, "strategy": { "kind": "pc-darts", "options": { "parts": 4 } },
              "objectives": [ { "metric": "val_acc", "direction": "maximize" } ], "budget": { "evaluations": 1 }, "seeds": [0] }
            """;
        Assert.Empty(_reader.Read(File).Faults);
        var fault = Assert.Single(_reader.Read(File.Replace("\"parts\": 4", "\"parts\": 3", StringComparison.Ordinal)).Faults);
        Assert.Equal(
            ("$.strategy.options.parts", "3", "does not part the network's 8 channels evenly; allowed is a divisor of them"),
            (fault.Path, fault.Value, fault.Message));
    }

    [Fact]
    public void A_space_of_ones_own_has_a_supernet_where_it_spells_a_chain_of_blocks_without_rules()
    {
        const string File = """
            { "schema": "nasstudio/experiment/v1", "name": "chains",
              "space": { "kind": "choice", "variables": [ { "name": "first", "type": "categorical", "values": ["conv-3x3", "skip"] },
                         { "name": "second", "type": "categorical", "values": ["conv-3x3", "separable-3x3"] } ], "forbid": [] },
              "evaluator": { "kind": "train" }, "strategy": { "kind": "importance-sampled-asng" },
              "objectives": [ { "metric": "val_acc", "direction": "maximize" } ], "budget": { "evaluations": 4 }, "seeds": [0] }
            """;
        Assert.Empty(_reader.Read(File).Faults);
        Assert.Contains(_reader.Read(File.Replace("separable-3x3", "magic", StringComparison.Ordinal)).Faults,
            fault => fault.Path == "$.space" && fault.Message.Contains("'magic'", StringComparison.Ordinal));
        Assert.Contains(_reader.Read(File.Replace("\"forbid\": []", "\"forbid\": [ { \"first\": \"skip\" } ]", StringComparison.Ordinal)).Faults,
            fault => fault.Path == "$.space" && fault.Message.Contains("has rules", StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_found_at_once()
    {
        var (_, faults) = _reader.Read("""
            { "schema": "x", "name": "", "space": {}, "evaluator": { "kind": "toy", "delayMs": -1 }, "strategy": { "kind": "no" },
              "objectives": [ { "metric": "report", "direction": "up" } ], "budget": { "evaluations": 0, "hours": 1 }, "seeds": [0, 0], "more": 1 }
            """);
        Assert.Equal(
            ["$.schema", "$.name", "$.space.kind", "$.evaluator.delayMs", "$.strategy.kind", "$.objectives[0].metric",
                "$.objectives[0].direction", "$.budget.hours", "$.budget.evaluations", "$.seeds[1]", "$.more"],
            faults.Select(f => f.Path));
    }

    [Fact]
    public void What_is_too_large_or_too_deep_is_refused()
    {
        var large = _reader.Read(
            Good.Replace("a test", new string('x', ExperimentReader.MaxBytes), StringComparison.Ordinal));
        Assert.Contains("too large", Assert.Single(large.Faults).Message, StringComparison.Ordinal);
        var deep = _reader.Read(
            Good.Replace("[0, 1]", new string('[', 40) + new string(']', 40), StringComparison.Ordinal));
        Assert.Contains("depth", Assert.Single(deep.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_with_faults_is_not_stored()
    {
        await using var studio = await TestStudio.CreateAsync();
        var bad = TestStudio.Document() with { Space = new KindChoice("nowhere"), Evaluations = 0 };
        var error = await Assert.ThrowsAsync<InvalidExperimentException>(
            () => studio.Experiments.CreateAsync(bad, start: true));
        Assert.Equal(2, error.Faults.Length);
        Assert.Empty(await studio.Queries.ListAsync());
    }
}
