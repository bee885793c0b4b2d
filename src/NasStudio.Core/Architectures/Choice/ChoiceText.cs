using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.Choice;

/// <summary>Prints and reads the native string of a <see cref="ChoiceSpace"/>: "depth=4;op=conv". In names and values
/// '%', '=' and ';' stand as %25, %3D and %3B.</summary>
internal sealed class ChoiceText(ImmutableArray<ChoiceVariable> variables)
{
    private const int LongestQuote = 300;

    private static readonly ImmutableArray<(string Sign, string Escape)> Escapes =
        [("%", "%25"), ("=", "%3D"), (";", "%3B")];

    /// <summary>The native string of an assignment.</summary>
    public string Print(int[] values)
        => string.Join(';', variables.Select((v, i) => $"{Escaped(v.Name)}={Escaped(v.Values[values[i]])}"));

    /// <summary>The assignment that a text spells; the variables may stand in any order. // (variables)</summary>
    /// <exception cref="FormatException">It spells none; says where and what is allowed.</exception>
    public int[] Parse(string native)
    {
        ArgumentNullException.ThrowIfNull(native);
        var values = new int[variables.Length];
        Array.Fill(values, -1);
        foreach (var (i, part) in native.Trim().Split(';').Index())
        {
            var place = $"part {i + 1}, '{Short(part)}'";
            if (part.Split('=') is not [var name, var value])
            {
                throw Fault(native, $"{place}, is not of the form variable=value");
            }

            var variable = variables.Index().FirstOrDefault(v => v.Item.Name == Plain(name), (-1, null!)).Index;
            if (variable < 0)
            {
                throw Fault(native, $"{place}, names no variable (allowed: "
                    + $"{ChoiceDefinition.Listed(variables.Select(v => v.Name))})");
            }

            if (values[variable] >= 0)
            {
                throw Fault(native, $"{place}, gives {variables[variable].Name} a second time");
            }

            values[variable] = variables[variable].Values.IndexOf(Plain(value));
            if (values[variable] < 0)
            {
                throw Fault(native, $"{place}, is not a value of {variables[variable].Name} (allowed: "
                    + $"{ChoiceDefinition.Listed(variables[variable].Values)})");
            }
        }

        var missing = variables.Where((_, i) => values[i] < 0).Select(v => v.Name).ToArray();
        return missing.Length == 0
            ? values
            : throw Fault(native, $"it says nothing of {ChoiceDefinition.Listed(missing)}");
    }

    /// <summary>An error that quotes a text and shows the form.</summary>
    public FormatException Fault(string native, string reason)
    {
        var form = string.Join(';', variables.Take(3).Select(v => $"{Escaped(v.Name)}={Escaped(v.Values[0])}"));
        return new($"'{Short(native)}' is not an architecture of this space: {reason}. The form is {form}"
            + $"{(variables.Length > 3 ? ";..." : "")}.");
    }

    private static string Escaped(string text)
        => Escapes.Aggregate(text, (t, e) => t.Replace(e.Sign, e.Escape, StringComparison.Ordinal));

    private static string Plain(string text)
        => Escapes.Reverse().Aggregate(text, (t, e) => t.Replace(e.Escape, e.Sign, StringComparison.OrdinalIgnoreCase));

    private static string Short(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";
}
