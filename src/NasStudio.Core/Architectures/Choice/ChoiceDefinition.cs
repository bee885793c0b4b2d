using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NasStudio.Core.Architectures.Choice;

/// <summary>A variable of a <see cref="ChoiceSpace"/>.</summary>
/// <param name="Name">Its name, unlike every other's.</param>
/// <param name="Values">What it may be, in order, no two equal. // (at least 1)</param>
public sealed record ChoiceVariable(string Name, ImmutableArray<string> Values)
{
    /// <summary>How many whole numbers there are from <paramref name="min"/> to <paramref name="max"/> by
    /// steps.</summary>
    public static Int128 Count(long min, long max, long step)
        => max < min || step < 1 ? 0 : ((Int128)max - min) / step + 1;

    /// <summary>A variable whose values are whole numbers: min, min + step, ... up to max.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or more than
    /// <see cref="ChoiceDefinition.MaxValues"/>.</exception>
    public static ChoiceVariable Integer(string name, long min, long max, long step = 1)
    {
        var count = Count(min, max, step);
        return count >= 1 && count <= ChoiceDefinition.MaxValues
            ? new(name, [.. Enumerable.Range(0, (int)count).Select(i => Text(min + i * step))])
            : throw new ArgumentOutOfRangeException(
                nameof(max), max, $"From {min} by {step} there are {count} values; allowed are 1 to "
                + $"{ChoiceDefinition.MaxValues}.");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Equal when name and values are.</summary>
    public bool Equals(ChoiceVariable? other)
        => other is not null && Name == other.Name && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Values.Length);
}

/// <summary>A forbidden combination: no architecture has, for every term, one of the term's values.</summary>
/// <param name="Terms">At least one, each of another variable.</param>
public sealed record ChoiceRule(ImmutableArray<ChoiceTerm> Terms)
{
    /// <summary>The combination in words: "op = pool and depth = 6 or 8".</summary>
    public override string ToString()
        => string.Join(" and ", Terms.Select(term => $"{term.Variable} = {string.Join(" or ", term.Values)}"));
}

/// <summary>One variable's part in a <see cref="ChoiceRule"/>.</summary>
/// <param name="Variable">Name of the variable.</param>
/// <param name="Values">Those of its values that are meant.</param>
public sealed record ChoiceTerm(string Variable, ImmutableArray<string> Values);

/// <summary>What is wrong with a <see cref="ChoiceDefinition"/>.</summary>
/// <param name="Place">Where: "variables[1].name", "forbid[0].depth".</param>
/// <param name="Value">What was found there.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record ChoiceFault(string Place, string Value, string Message);

/// <summary>A definition makes no space; the message lists every fault.</summary>
public sealed class ChoiceDefinitionException(ImmutableArray<ChoiceFault> faults)
    : ArgumentException(string.Join("; ", faults.Select(f => $"{f.Place}: {f.Value}: {f.Message}")))
{
    /// <summary>All of them.</summary>
    public ImmutableArray<ChoiceFault> Faults { get; } = faults;
}

/// <summary>What a user says of a <see cref="ChoiceSpace"/>: its variables and what is forbidden.</summary>
/// <param name="Variables">The variables, in order.</param>
/// <param name="Forbid">Combinations that no architecture has.</param>
public sealed record ChoiceDefinition(ImmutableArray<ChoiceVariable> Variables, ImmutableArray<ChoiceRule> Forbid)
{
    /// <summary>Most variables of a space.</summary>
    public const int MaxVariables = 100;

    /// <summary>Most values of all variables together: the length of the one-hot encoding.</summary>
    public const int MaxValues = 4_000;

    /// <summary>Most rules.</summary>
    public const int MaxRules = 1_000;

    /// <summary>Longest name of a variable or value, in UTF-16 units.</summary>
    public const int MaxNameLength = 60;

    private const string Allowed = "must be a text of 1 to 60 characters, none a control character, no space at its ends";

    /// <summary>What is wrong with names, values and rules each by itself; whether the rules leave anything,
    /// <see cref="ChoiceSpace"/> finds out.</summary>
    public ImmutableArray<ChoiceFault> Faults()
    {
        List<ChoiceFault> faults = [];
        if (Variables.Length is 0 or > MaxVariables)
        {
            faults.Add(new("variables", $"{Variables.Length} variables", $"must be 1 to {MaxVariables} variables"));
        }

        if (Forbid.Length > MaxRules)
        {
            faults.Add(new("forbid", $"{Forbid.Length} rules", $"must be at most {MaxRules} rules"));
        }

        if (Variables.Sum(v => v.Values.Length) is var values && values > MaxValues)
        {
            faults.Add(new(
                "variables", $"{values} values", $"must be at most {MaxValues} values in all variables together"));
        }

        if (faults.Count > 0)
        {
            return [.. faults];                               // too much to look at one by one
        }

        CheckNames(Variables.Select((v, i) => ($"variables[{i}].name", v.Name)), faults);
        foreach (var (i, variable) in Variables.Index())
        {
            var place = $"variables[{i}].values";
            CheckNames(variable.Values.Select((value, k) => ($"{place}[{k}]", value)), faults);
            if (variable.Values.IsEmpty)
            {
                faults.Add(new(place, "[]", "must have at least one value"));
            }
        }

        for (var i = 0; i < Forbid.Length; i++)
        {
            CheckRule($"forbid[{i}]", Forbid[i], faults);
        }

        return [.. faults];
    }

    private static void CheckNames(IEnumerable<(string Place, string Name)> names, List<ChoiceFault> faults)
    {
        Dictionary<string, string> places = new(StringComparer.Ordinal);
        foreach (var (place, name) in names)
        {
            if (name.Length is 0 or > MaxNameLength || name.Trim() != name || name.Any(char.IsControl)
                || name.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))   // half a surrogate pair
            {
                faults.Add(new(place, $"\"{name}\"", Allowed));
            }
            else if (!places.TryAdd(name, place))
            {
                faults.Add(new(place, $"\"{name}\"", $"is {places[name]} already; each may stand once"));
            }
        }
    }

    private void CheckRule(string place, ChoiceRule rule, List<ChoiceFault> faults)
    {
        if (rule.Terms.IsEmpty)
        {
            faults.Add(new(place, "{}", "forbids nothing; allowed is a value, or a list of values, for one or more "
                + "variables"));
        }

        foreach (var (i, term) in rule.Terms.Index())
        {
            var under = $"{place}.{term.Variable}";
            if (Variables.FirstOrDefault(v => v.Name == term.Variable) is not { } variable)
            {
                faults.Add(new(under, $"\"{term.Variable}\"",
                    $"is no variable; allowed are {Listed(Variables.Select(v => v.Name))}"));
            }
            else if (rule.Terms.Take(i).Any(t => t.Variable == term.Variable))
            {
                faults.Add(new(under, $"\"{term.Variable}\"", "stands in this rule already; list its values once"));
            }
            else if (term.Values.IsEmpty)
            {
                faults.Add(new(under, "[]", "forbids nothing; allowed is a value or a list of values"));
            }
            else
            {
                faults.AddRange(term.Values.Except(variable.Values).Select(value => new ChoiceFault(
                    under, $"\"{value}\"", $"is no value of {term.Variable}; allowed are {Listed(variable.Values)}")));
            }
        }
    }

    internal static string Listed(IEnumerable<string> names)
    {
        const int Most = 12;
        string[] first = [.. names.Take(Most + 1)];
        return string.Join(", ", first.Take(Most)) + (first.Length > Most ? ", ..." : "");
    }
}
