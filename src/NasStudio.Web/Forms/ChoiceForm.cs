using System.Globalization;
using System.Text.Json.Nodes;
using NasStudio.Core.Architectures.Choice;

namespace NasStudio.Web.Forms;

/// <summary>The variables and rules of a space that the user defines, as typed; written to and read from the texts of
/// the options "variables" and "forbid".</summary>
public sealed class ChoiceForm
{
    /// <summary>Kind of the space.</summary>
    public const string Kind = "choice";

    private const string VariablesName = "variables", ForbidName = "forbid", IntegerType = "integer";

    /// <summary>The variables, in order.</summary>
    public List<VariableFields> Variables { get; } = [];

    /// <summary>The forbidden combinations.</summary>
    public List<RuleFields> Rules { get; } = [];

    /// <summary>Reads the options; what has no place in the form is left out.</summary>
    public static ChoiceForm Read(KindFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var form = new ChoiceForm();
        form.Variables.AddRange(Items(fields, VariablesName).Select(json => new VariableFields
        {
            Name = Text(json["name"]),
            IsInteger = Text(json["type"]) == IntegerType,
            Min = Text(json["min"]),
            Max = Text(json["max"]),
            Step = Text(json["step"]),
            Values = [.. json["values"] is JsonArray values ? values.Select(Text) : []],
        }));
        form.Rules.AddRange(Items(fields, ForbidName).Select(json => new RuleFields
        {
            Terms = [.. json.Select(term => new TermFields
            {
                Variable = term.Key,
                Values = [.. term.Value is JsonArray values ? values.Select(Text) : [Text(term.Value)]],
            })],
        }));
        return form;
    }

    /// <summary>Writes the options.</summary>
    public void Write(KindFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        fields.Texts[VariablesName] = new JsonArray([.. Variables.Select(v => v.ToJson())]).ToJsonString();
        fields.Texts[ForbidName] = new JsonArray([.. Rules.Select(Json)]).ToJsonString();
        if (Rules.Count == 0)
        {
            fields.Texts.Remove(ForbidName);
        }
    }

    /// <summary>Adds a variable with a name of its own and two values.</summary>
    public void AddVariable()
        => Variables.Add(new() { Name = Unused("variable", Variables.Select(v => v.Name)), Values = ["a", "b"] });

    /// <summary>Removes a variable and what the rules say of it.</summary>
    public void Remove(VariableFields variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        Variables.Remove(variable);
        Rules.ForEach(rule => rule.Terms.RemoveAll(term => term.Variable == variable.Name));
        Rules.RemoveAll(rule => rule.Terms.Count == 0);
    }

    /// <summary>Renames a variable, in the rules too.</summary>
    public void Rename(VariableFields variable, string name)
    {
        ArgumentNullException.ThrowIfNull(variable);
        foreach (var term in Terms(variable))
        {
            term.Variable = name;
        }

        variable.Name = name;
    }

    /// <summary>Renames a value of a variable, in the rules too.</summary>
    public void Rename(VariableFields variable, int value, string name)
    {
        ArgumentNullException.ThrowIfNull(variable);
        foreach (var term in Terms(variable))
        {
            term.Values = [.. term.Values.Select(v => v == variable.Values[value] ? name : v)];
        }

        variable.Values[value] = name;
    }

    /// <summary>Removes a value of a variable, in the rules too.</summary>
    public void RemoveValue(VariableFields variable, int value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        foreach (var term in Terms(variable))
        {
            term.Values.Remove(variable.Values[value]);
        }

        variable.Values.RemoveAt(value);
        Rules.ForEach(rule => rule.Terms.RemoveAll(term => term.Values.Count == 0));
        Rules.RemoveAll(rule => rule.Terms.Count == 0);
    }

    /// <summary>Adds a term about the first variable that a rule does not speak of; false when it speaks of all.</summary>
    public bool AddTerm(RuleFields rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (Free(rule).FirstOrDefault() is not { } variable)
        {
            return false;
        }

        rule.Terms.Add(new() { Variable = variable.Name, Values = [.. variable.Domain.Take(1)] });
        return true;
    }

    /// <summary>Variables that a rule does not speak of yet.</summary>
    public IEnumerable<VariableFields> Free(RuleFields rule)
        => Variables.Where(v => rule.Terms.All(term => term.Variable != v.Name));

    /// <summary>A name that is not taken: the stem and the next number.</summary>
    internal static string Unused(string stem, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(names.Count + 1, names.Count + 1)
            .Select(n => stem + n.ToString(CultureInfo.InvariantCulture)).First(name => !names.Contains(name));
    }

    private IEnumerable<TermFields> Terms(VariableFields variable)
        => Rules.SelectMany(rule => rule.Terms).Where(term => term.Variable == variable.Name);

    private JsonNode Json(RuleFields rule)
    {
        var json = new JsonObject();
        foreach (var term in rule.Terms)
        {
            var isInteger = Variables.FirstOrDefault(v => v.Name == term.Variable)?.IsInteger == true;
            JsonNode[] values = [.. term.Values.Select(v => isInteger ? KindFields.Number(v) : JsonValue.Create(v))];
            json[term.Variable] = values.Length == 1 ? values[0] : new JsonArray(values);
        }

        return json;
    }

    private static IEnumerable<JsonObject> Items(KindFields fields, string name)
        => fields.Texts.TryGetValue(name, out var text) && JsonNode.Parse(text) is JsonArray items
            ? items.OfType<JsonObject>()
            : [];

    private static string Text(JsonNode? json)
        => json is null ? "" : json is JsonValue value && value.TryGetValue<string>(out var text) ? text : json.ToJsonString();

    /// <summary>A variable of the form.</summary>
    public sealed class VariableFields
    {
        private const int MostListed = 500;

        /// <summary>Its name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Whole numbers from <see cref="Min"/> to <see cref="Max"/> rather than <see cref="Values"/>.</summary>
        public bool IsInteger { get; set; }

        /// <summary>Smallest number.</summary>
        public string Min { get; set; } = "";

        /// <summary>Largest number.</summary>
        public string Max { get; set; } = "";

        /// <summary>Step between numbers; empty for 1.</summary>
        public string Step { get; set; } = "";

        /// <summary>Values of a categorical variable.</summary>
        public List<string> Values { get; set; } = [];

        /// <summary>What the variable may be; empty while its numbers are none, or more than anybody would look through.</summary>
        public IReadOnlyList<string> Domain
            => !IsInteger ? Values
                : Number(Min) is { } min && Number(Max) is { } max && (Step.Length == 0 ? 1 : Number(Step)) is { } step
                    && ChoiceVariable.Count(min, max, step) is var count && count >= 1 && count <= MostListed
                ? ChoiceVariable.Integer(Name, min, max, step).Values
                : [];

        /// <summary>Adds a value unlike the others.</summary>
        public void AddValue() => Values.Add(Unused("value", Values));

        /// <summary>Makes it another type; as many values as possible stay.</summary>
        public void Become(bool isInteger)
        {
            if (isInteger)
            {
                var numbers = Values.Select(Number).ToArray();
                var fits = numbers.Length > 0 && numbers.All(n => n is not null);
                (Min, Max, Step) = fits ? ($"{numbers.Min()}", $"{numbers.Max()}", "") : ("1", "4", "");
            }
            else
            {
                Values = Domain is { Count: > 0 and <= 12 } numbers ? [.. numbers] : ["a", "b"];
            }

            IsInteger = isInteger;
        }

        internal JsonNode ToJson()
        {
            var json = new JsonObject { ["name"] = Name, ["type"] = IsInteger ? IntegerType : "categorical" };
            if (!IsInteger)
            {
                json["values"] = new JsonArray([.. Values.Select(v => JsonValue.Create(v))]);
                return json;
            }

            (json["min"], json["max"]) = (KindFields.Number(Min), KindFields.Number(Max));
            if (Step.Trim().Length > 0)
            {
                json["step"] = KindFields.Number(Step);
            }

            return json;
        }

        private static long? Number(string text)
            => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>A forbidden combination of the form.</summary>
    public sealed class RuleFields
    {
        /// <summary>What must come together.</summary>
        public List<TermFields> Terms { get; init; } = [];
    }

    /// <summary>One variable's part in a rule of the form.</summary>
    public sealed class TermFields
    {
        /// <summary>Name of the variable.</summary>
        public string Variable { get; set; } = "";

        /// <summary>The values meant.</summary>
        public List<string> Values { get; set; } = [];
    }
}
