using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Tests.Architectures.Choice;

public sealed class ChoiceDefinitionTests
{
    private static readonly ChoiceVariable A = new("a", ["x", "y"]);
    private static readonly ChoiceVariable B = new("b", ["1", "2"]);

    [Fact]
    public void Random_definitions_hold_what_trying_every_combination_finds()
    {
        var random = new RandomSource(11);
        var spaces = 0;
        for (var n = 0; n < 300; n++)
        {
            var definition = Definitions.Random(random);
            var valid = Definitions.Valid(definition);
            if (valid.Count < 2)
            {
                Assert.Throws<ChoiceDefinitionException>(() => new ChoiceSpace(definition));
                continue;
            }

            spaces++;
            var space = new ChoiceSpace(definition);
            Assert.Equal(valid.Count, space.Size);
            Assert.Equal(valid.Select(v => Native(definition, v)).Order(), space.Enumerate().Select(a => a.Native).Order());
            var at = random.NextInt(valid.Count);
            Assert.Equal(
                Neighbours(valid, valid[at]).Select(v => Native(definition, v)).Order(),
                space.Neighbours(space.Parse(Native(definition, valid[at]))).Select(a => a.Native).Order());
        }

        Assert.InRange(spaces, 100, 299);                     // both kinds were met
    }

    [Fact]
    public void Neighbours_join_the_whole_space()
    {
        var random = new RandomSource(12);
        for (var n = 0; n < 60; n++)
        {
            var definition = Definitions.Random(random);
            if (Definitions.Valid(definition).Count < 2)
            {
                continue;
            }

            var space = new ChoiceSpace(definition);
            HashSet<Architecture> reached = [space.Sample(random)];
            Queue<Architecture> open = new(reached);
            while (open.TryDequeue(out var next))
            {
                space.Neighbours(next).Where(reached.Add).ToList().ForEach(open.Enqueue);
            }

            Assert.Equal(space.Size, reached.Count);
        }
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "no variables", "variables", "must be 1 to 100 variables" },
        { "too many variables", "variables", "must be 1 to 100 variables" },
        { "too many values", "variables", "must be at most 4000 values in all variables together" },
        { "too many rules", "forbid", "must be at most 1000 rules" },
        { "twin names", "variables[1].name", "is variables[0].name already; each may stand once" },
        { "twin values", "variables[0].values[1]", "is variables[0].values[0] already; each may stand once" },
        { "no values", "variables[0].values", "must have at least one value" },
        { "blank name", "variables[0].name", "must be a text of 1 to 60 characters, none a control character, no space at its ends" },
        { "half a character", "variables[0].values[0]", "must be a text of 1 to 60 characters, none a control character, no space at its ends" },
        { "empty rule", "forbid[0]", "forbids nothing; allowed is a value, or a list of values, for one or more variables" },
        { "unknown variable", "forbid[0].c", "is no variable; allowed are a, b" },
        { "unknown value", "forbid[1].b", "is no value of b; allowed are 1, 2" },
        { "no term values", "forbid[0].a", "forbids nothing; allowed is a value or a list of values" },
        { "twin terms", "forbid[0].a", "stands in this rule already; list its values once" },
        { "all forbidden", "forbid", "leave no valid architecture: every combination is forbidden" },
        { "one left", "forbid", "leave one valid architecture: there is nothing to search; allowed are two or more" },
        { "entangled", "forbid", "tie too many variables to each other to be counted; allowed are fewer rules, or rules about fewer variables" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_kind_of_fault_is_named_with_its_place(string what, string place, string message)
    {
        var fault = Assert.Single(Assert.Throws<ChoiceDefinitionException>(() => new ChoiceSpace(Make(what))).Faults);
        Assert.Equal((place, message), (fault.Place, fault.Message));
    }

    [Fact]
    public void Integers_run_from_min_to_max_by_steps()
    {
        Assert.Equal<string>(["-3", "0", "3"], ChoiceVariable.Integer("n", -3, 5, 3).Values);
        Assert.Equal(((Int128)1 << 64), ChoiceVariable.Count(long.MinValue, long.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChoiceVariable.Integer("n", 0, long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChoiceVariable.Integer("n", 2, 1));
    }

    private static ChoiceDefinition Make(string what) => what switch
    {
        "no variables" => new([], []),
        "too many variables" => new([.. Enumerable.Range(0, 101).Select(v => new ChoiceVariable($"v{v}", ["1", "2"]))], []),
        "too many values" => new([new("a", [.. Enumerable.Range(0, 4_001).Select(k => $"{k}")])], []),
        "too many rules" => new([A, B], [.. Enumerable.Repeat(Definitions.Rule(("a", ["x"])), 1_001)]),
        "twin names" => new([A, A], []),
        "twin values" => new([new("a", ["x", "x", "y"])], []),
        "no values" => new([new("a", []), B], []),
        "blank name" => new([new(" ", ["x", "y"])], []),
        "half a character" => new([new("a", ["\ud800", "y"])], []),
        "empty rule" => new([A, B], [Definitions.Rule()]),
        "unknown variable" => new([A, B], [Definitions.Rule(("c", ["x"]))]),
        "unknown value" => new([A, B], [Definitions.Rule(("a", ["x"])), Definitions.Rule(("b", ["1", "3"]))]),
        "no term values" => new([A, B], [Definitions.Rule(("a", []))]),
        "twin terms" => new([A, B], [Definitions.Rule(("a", ["x"]), ("a", ["y"]))]),
        "all forbidden" => new([A, B], [Definitions.Rule(("a", ["x"])), Definitions.Rule(("a", ["y"]))]),
        "one left" => new([A, B], [Definitions.Rule(("a", ["x"])), Definitions.Rule(("b", ["1"]))]),
        _ => Entangled(),
    };

    /// <summary>Every variable tied to every other by rules about pairs of values: what is left open after half of them
    /// are decided differs for almost every beginning.</summary>
    private static ChoiceDefinition Entangled()
    {
        string[] values = ["0", "1", "2", "3"];
        var random = new RandomSource(1);
        return new(
            [.. Enumerable.Range(0, 40).Select(v => new ChoiceVariable($"v{v}", [.. values]))],
            [.. from v in Enumerable.Range(0, 40) from w in Enumerable.Range(0, v)
                select Definitions.Rule(($"v{v}", [random.Choose(values)]), ($"v{w}", [random.Choose(values)]))]);
    }

    private static string Native(ChoiceDefinition definition, string[] values)
        => string.Join(';', definition.Variables.Select((v, i) => $"{v.Name}={values[i]}"));

    /// <summary>By the definition: no third valid assignment takes each of its values from one of the two.</summary>
    private static IEnumerable<string[]> Neighbours(List<string[]> valid, string[] start)
        => valid.Where(other => valid.Count(between => between.Select((value, i) => value == start[i] || value == other[i]).All(x => x)) == 2);
}
