using Microsoft.AspNetCore.Components;

namespace NasStudio.Web.Forms;

/// <summary>The variables and rules of the space "choice" as rows of controls.</summary>
public sealed partial class ChoiceEditor : ComponentBase
{
    private const string Categorical = "categorical", Integer = "integer";
    private const int MostChips = 16;
    private ChoiceForm _form = new();

    /// <summary>The options that are edited.</summary>
    [Parameter, EditorRequired] public KindFields Fields { get; set; } = default!;

    /// <summary>Hears of every change.</summary>
    [Parameter] public EventCallback<KindFields> FieldsChanged { get; set; }

    /// <summary>Faults found so far.</summary>
    [Parameter] public FaultList Faults { get; set; } = FaultList.None;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var shown = new KindFields(ChoiceForm.Kind);
        _form.Write(shown);
        if (shown.Texts.Count != Fields.Texts.Count || shown.Texts.Any(t => Fields.Texts.GetValueOrDefault(t.Key) != t.Value))
        {
            _form = ChoiceForm.Read(Fields);                  // a template or the JSON view said something else
        }
    }

    private Task SetAsync(Action change)
    {
        change();
        _form.Write(Fields);
        return FieldsChanged.InvokeAsync(Fields);
    }

    private void AddRule()
    {
        var rule = new ChoiceForm.RuleFields();
        _form.AddTerm(rule);
        _form.AddTerm(rule);
        _form.Rules.Add(rule);
    }

    private IReadOnlyList<string> Domain(ChoiceForm.TermFields term)
        => _form.Variables.FirstOrDefault(v => v.Name == term.Variable)?.Domain ?? [];

    private void Turn(ChoiceForm.TermFields term, string variable)
    {
        term.Variable = variable;
        term.Values = [.. Domain(term).Take(1)];
    }

    private static void Toggle(ChoiceForm.TermFields term, string value)
    {
        if (!term.Values.Remove(value))
        {
            term.Values.Add(value);
        }
    }

    private static void Swap<T>(List<T> items, int one, int other)
        => (items[one], items[other]) = (items[other], items[one]);

    private static string Numbers(ChoiceForm.VariableFields variable)
    {
        const int Most = 8;
        var values = variable.Domain;
        return values.Count switch
        {
            0 => "Whole numbers from and to these, both included.",
            <= Most => string.Join(", ", values),
            _ => $"{values.Count} values: {string.Join(", ", values.Take(Most - 2))}, ..., {values[^1]}",
        };
    }

    private static List<string> Split(string text)
        => [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static string Text(ChangeEventArgs e) => (e.Value?.ToString() ?? "").Trim();

    private string? Invalid(string path) => Faults.At(path) is null ? null : "true";
}
