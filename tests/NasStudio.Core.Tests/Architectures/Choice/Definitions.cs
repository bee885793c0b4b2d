using System.Collections.Immutable;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Tests.Architectures.Choice;

/// <summary>Definitions of spaces, given and random.</summary>
internal static class Definitions
{
    /// <summary>Depth 2, 4, 6, 8; two operations; pooling not in deep networks: 6 of 8 combinations are valid.</summary>
    public static ChoiceDefinition Example { get; } = new(
        [ChoiceVariable.Integer("depth", 2, 8, 2), new("op", ["conv", "pool"])],
        [Rule(("op", ["pool"]), ("depth", ["6", "8"]))]);

    /// <summary>Kernel and padding fit each other in two of four combinations; the width is free.</summary>
    public static ChoiceDefinition Tied { get; } = new(
        [new("kernel", ["3", "5"]), new("padding", ["1", "2"]), new("width", ["16", "32", "64"])],
        [Rule(("kernel", ["3"]), ("padding", ["2"])), Rule(("kernel", ["5"]), ("padding", ["1"]))]);

    public static ChoiceRule Rule(params (string Variable, string[] Values)[] terms)
        => new([.. terms.Select(t => new ChoiceTerm(t.Variable, [.. t.Values]))]);

    /// <summary>Two to five variables of one to four values, up to eight rules about one to three of them.</summary>
    public static ChoiceDefinition Random(RandomSource random)
    {
        ImmutableArray<ChoiceVariable> variables =
        [
            .. Enumerable.Range(0, 2 + random.NextInt(4)).Select(v => new ChoiceVariable(
                $"v{v}", [.. Enumerable.Range(0, 1 + random.NextInt(4)).Select(k => $"{k}")])),
        ];
        return new(variables, [.. Enumerable.Range(0, random.NextInt(9)).Select(_ => RandomRule(variables, random))]);
    }

    /// <summary>All valid assignments, by trying every combination. // (valid, variables)</summary>
    public static List<string[]> Valid(ChoiceDefinition definition)
    {
        IEnumerable<string[]> all = [[]];
        foreach (var variable in definition.Variables)
        {
            all = all.SelectMany(_ => variable.Values, (values, value) => (string[])[.. values, value]);
        }

        int At(string name) => definition.Variables.Index().Single(v => v.Item.Name == name).Index;
        return [.. all.Where(values => !definition.Forbid.Any(
            rule => rule.Terms.All(term => term.Values.Contains(values[At(term.Variable)]))))];
    }

    private static ChoiceRule RandomRule(ImmutableArray<ChoiceVariable> variables, RandomSource random)
    {
        var mixed = variables.ToArray();
        random.Shuffle(mixed.AsSpan());
        return Rule([.. mixed.Take(1 + random.NextInt(3)).Select(v =>
            (v.Name, v.Values.Where(_ => random.NextInt(2) == 0).DefaultIfEmpty(v.Values[0]).ToArray()))]);
    }
}
