using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using NasStudio.Core.Objectives;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Web.Forms;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Forms;

public sealed class ExperimentFormTests
{
    private static readonly ExperimentDocument Document = new(
        "Digits under 2 ms", new("nas-bench-201"),
        new("train", OptionValues.Defaults.With("epochs", 6L).With("rate", 0.05).With("augment", true).With("dataset", "digits")),
        new("random", OptionValues.Defaults), [new("val_acc", Direction.Maximize), new("latency_ms", Direction.Minimize)],
        [new Constraint("latency_ms", Max: 2.5)], 64, [0, 7]);

    private static StudioCatalogues Catalogues => TestCatalogues.All;

    [Fact]
    public void A_document_goes_through_the_form_unchanged()
    {
        var json = ExperimentForm.From(Document).ToJson(Catalogues);

        var (read, faults) = new ExperimentReader(Catalogues).Read(json);
        Assert.Empty(faults);
        Assert.Equal(Document, read);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(ExperimentWriter.Write(Document)), JsonNode.Parse(json)));
    }

    [Fact]
    public void What_is_no_number_is_refused_at_its_place()
    {
        var form = ExperimentForm.From(Document);
        form.Evaluations = "many";
        form.Seeds = "0, x";
        form.Evaluator.Set(Option("epochs"), "six");
        form.Constraints[0].Max = "fast";

        var faults = new ExperimentReader(Catalogues).Read(form.ToJson(Catalogues)).Faults;

        Assert.Equal(["$.budget.evaluations", "$.constraints[0].max", "$.evaluator.epochs", "$.seeds[1]"], faults.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Architectures_are_typed_one_a_line_and_may_have_commas()
    {
        var (entry, fields) = (Catalogues.Strategies["given"], new KindFields("given"));
        var option = Assert.Single(entry.Options);

        fields.Set(option, "|a, b|\r\n c \n\n");

        var written = fields.Write(new JsonObject(), entry);
        Assert.Equal("""["|a, b|","c"]""", written["architectures"]!.ToJsonString());
        var read = new KindChoice("given", OptionValues.Defaults.With("architectures", JsonText.Parse(written["architectures"]!.ToJsonString())));
        Assert.Equal("|a, b|\nc", KindFields.From(read)[option]);
    }

    [Fact]
    public void A_value_equal_to_the_default_is_not_written()
    {
        var fields = new KindFields("train");
        fields.Set(Option("epochs"), "12");
        Assert.Empty(fields.Texts);

        fields.Set(Option("epochs"), " 30 ");
        Assert.Equal("30", fields[Option("epochs")]);

        fields.Set(Option("epochs"), "");
        Assert.Equal("12", fields[Option("epochs")]);
    }

    [Fact]
    public void Faults_are_found_by_their_place_and_what_lies_below_it()
    {
        var faults = new FaultList([new("$.seeds[1]", "\"x\"", "must be a number"), new("$.seedsman", "1", "is unknown")]);

        Assert.Equal("\"x\" must be a number", faults.At("$.seeds"));
        Assert.Null(faults.At("$.name"));
    }

    [Fact]
    public void Objectives_follow_what_the_evaluator_measures()
    {
        var form = ExperimentForm.From(Document);
        Metric[] columns =
        [
            Sample.Latency with { Name = "latency_fpga_ms" }, Sample.Accuracy with { Name = "val_acc_12" },
            Sample.Accuracy with { Name = "val_acc_200" }, Sample.Test,
        ];

        form.Follow([]);                                      // unknown: nothing changes
        Assert.Equal(["val_acc", "latency_ms"], form.Objectives.Select(o => o.Metric));
        form.Follow([.. columns, Sample.Latency]);
        Assert.Equal(["val_acc_200", "latency_ms"], form.Objectives.Select(o => o.Metric));
        Assert.Single(form.Constraints);
        form.Follow([.. columns]);
        Assert.Equal(["val_acc_200"], form.Objectives.Select(o => o.Metric));
        Assert.Equal(Direction.Maximize, form.Objectives[0].Direction);
        Assert.Empty(form.Constraints);
    }

    [Fact]
    public void Names_are_typed_between_commas()
    {
        var fields = new KindFields("train");
        var option = Option("report");
        fields.Set(option, "test_acc, latency_ms");
        var form = ExperimentForm.From(Document);
        form.Evaluator = fields;
        Assert.Contains("[\"test_acc\",\"latency_ms\"]",
            JsonNode.Parse(form.ToJson(Catalogues))!["evaluator"]!.ToJsonString(), StringComparison.Ordinal);
        fields.Set(option, "[\"test_acc\"]");
        Assert.Equal("test_acc", fields[option]);
    }

    private static OptionDescriptor Option(string name) => Catalogues.Evaluators["train"].Options.Single(o => o.Name == name);
}

/// <summary>A small catalogue with an option of every type.</summary>
internal static class TestCatalogues
{
    public sealed record TrainOptions
    {
        [Range(1, 200)]
        [Description("Passes over the images. Source: Dong and Yang 2020")]
        public int Epochs { get; init; } = 12;

        public double Rate { get; init; } = 0.1;

        public bool Augment { get; init; }

        public string Dataset { get; init; } = "digits";

        public ImmutableArray<string> Report { get; init; } = [];
    }

    public static StudioCatalogues All { get; } = new(
        new SpaceCatalogue([new SpaceEntry(Sample.Space, "Cells.")]),
        StrategyCatalogue.Default,
        new EvaluatorCatalogue(
        [
            EvaluatorEntry.Of<TrainOptions>("train", "Training", "Trains.", 1, [Sample.Accuracy, Sample.Test, Sample.Latency],
                (_, _) => throw new NotSupportedException("Nothing is evaluated in these tests.")).WithChoices("dataset", ["digits", "mnist"]),
        ]));
}
