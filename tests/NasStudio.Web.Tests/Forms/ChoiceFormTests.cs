using System.Text.Json.Nodes;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Web.Forms;

namespace NasStudio.Web.Tests.Forms;

public sealed class ChoiceFormTests
{
    private const string Variables = """
        [{"name":"depth","type":"integer","min":2,"max":8,"step":2},{"name":"op","type":"categorical","values":["conv","pool"]}]
        """;

    private const string Forbid = """[{"op":"pool","depth":[6,8]}]""";

    private readonly ExperimentReader _reader = new(StudioCatalogues.Default);
    private readonly KindFields _fields = KindFields.For(SpaceCatalogue.Default["choice"]);
    private readonly ChoiceForm _form;

    public ChoiceFormTests()
    {
        (_fields.Texts["variables"], _fields.Texts["forbid"]) = (Variables, Forbid);
        _form = ChoiceForm.Read(_fields);
    }

    private (string Variables, string? Forbid, FaultList Faults) Written()
    {
        _form.Write(_fields);
        var json = new JsonObject { ["space"] = _fields.Write(new JsonObject { ["kind"] = "choice" }, SpaceCatalogue.Default["choice"]) };
        return (_fields.Texts["variables"], _fields.Texts.GetValueOrDefault("forbid"), new(_reader.ReadSpace(json.ToJsonString()).Faults));
    }

    [Fact]
    public void A_definition_goes_through_the_form_unchanged()
    {
        var (variables, forbid, faults) = Written();
        Assert.Equal((Variables.Trim(), Forbid), (variables, forbid));
        Assert.Empty(faults.All);
    }

    [Fact]
    public void A_kind_that_must_be_defined_begins_with_an_example()
        => Assert.Equal(2, ChoiceForm.Read(KindFields.For(SpaceCatalogue.Default["choice"])).Variables.Count);

    [Fact]
    public void Renaming_and_removing_take_the_rules_along()
    {
        _form.Rename(_form.Variables[1], "layer");
        _form.Rename(_form.Variables[1], 1, "max pool");
        Assert.Equal("""[{"layer":"max pool","depth":[6,8]}]""", Written().Forbid);

        _form.RemoveValue(_form.Variables[1], 1);
        Assert.Equal("""[{"depth":[6,8]}]""", Written().Forbid);

        _form.Remove(_form.Variables[0]);
        Assert.Null(Written().Forbid);
    }

    [Fact]
    public void A_new_variable_is_complete_and_has_a_name_of_its_own()
    {
        _form.Variables[0].Name = "variable3";
        _form.AddVariable();
        Assert.Equal("variable4", _form.Variables[2].Name);
        _form.Rules.Clear();
        Assert.Empty(Written().Faults.All);
    }

    [Fact]
    public void A_rule_speaks_of_each_variable_once()
    {
        var rule = new ChoiceForm.RuleFields();
        Assert.True(_form.AddTerm(rule));
        Assert.True(_form.AddTerm(rule));
        Assert.False(_form.AddTerm(rule));
        _form.Rules.Add(rule);
        Assert.Equal("""[{"op":"pool","depth":[6,8]},{"depth":2,"op":"conv"}]""", Written().Forbid);
    }

    [Fact]
    public void What_is_typed_wrong_is_refused_in_its_place()
    {
        _form.Variables[0].Max = "many";
        Assert.Equal("\"many\" must be a whole number", Written().Faults.On("$.space.variables[0].max"));

        _form.Variables[0].Max = "4";
        Assert.Contains("is no value of depth", Written().Faults.At("$.space.forbid[0]"), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_become_values_and_values_numbers()
    {
        _form.Variables[0].Become(isInteger: false);
        Assert.Equal(["2", "4", "6", "8"], _form.Variables[0].Values);
        _form.Variables[0].Become(isInteger: true);
        Assert.Equal(("2", "8"), (_form.Variables[0].Min, _form.Variables[0].Max));
        _form.Variables[1].Become(isInteger: true);
        Assert.Equal(("1", "4"), (_form.Variables[1].Min, _form.Variables[1].Max));
    }
}
