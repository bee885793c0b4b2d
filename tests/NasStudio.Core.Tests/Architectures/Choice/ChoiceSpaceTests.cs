using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Randomness;
using NasStudio.Testing;

namespace NasStudio.Core.Tests.Architectures.Choice;

public sealed class ChoiceSpaceTests : SearchSpaceContract
{
    protected override SearchSpace Space { get; } = new ChoiceSpace(Definitions.Example);

    [Fact]
    public void The_example_is_counted_by_hand()
    {
        Assert.Equal(6, Space.Size);
        Assert.Equal(
            ["depth=2;op=conv", "depth=2;op=pool", "depth=4;op=conv", "depth=4;op=pool", "depth=6;op=conv", "depth=8;op=conv"],
            Space.Enumerate().Select(a => a.Native));
        Assert.Equal("100010", string.Concat(Space.Encode(Space.Parse("depth=2;op=conv"))));
        Assert.Equal(
            ["depth=4;op=conv", "depth=6;op=conv", "depth=8;op=conv", "depth=2;op=pool"],
            Space.Neighbours(Space.Parse("depth=2;op=conv")).Select(a => a.Native));
        Assert.Equal<string>(
            [LabelledDag.Input, "depth = 6", "op = conv", LabelledDag.Output],
            Space.Graph(Space.Parse("depth=6;op=conv")).Labels);
    }

    [Fact]
    public void A_definition_of_100_variables_is_counted_and_drawn_from_at_once()
    {
        var values = Enumerable.Range(0, 40).Select(k => $"{k}").ToArray();
        var space = new ChoiceSpace(new(
            [.. Enumerable.Range(0, 100).Select(v => new ChoiceVariable($"v{v}", [.. values]))],
            [.. Enumerable.Range(0, 50).Select(v => Definitions.Rule(($"v{v}", ["0"]), ($"v{v + 50}", ["0", "1"])))]));
        Assert.Null(space.Size);
        Assert.Throws<NotSupportedException>(() => space.Enumerate());
        var drawn = space.Sample(new RandomSource(1));
        Assert.Equal(drawn, space.Parse(drawn.Native));
        Assert.InRange(space.Neighbours(drawn).Count, 3_700, 3_900);
    }

    [Fact]
    public void Samples_are_uniform_over_valid_architectures()
    {
        var random = new RandomSource(3);
        var counts = Enumerable.Range(0, 6_000).Select(_ => Space.Sample(random)).CountBy(a => a.Native).ToList();
        Assert.Equal(6, counts.Count);
        Assert.All(counts, c => Assert.InRange(c.Value, 880, 1_120));   // 1,000 expected, standard deviation 29
    }

    [Theory]
    [InlineData("depth=5;op=conv", "part 1, 'depth=5', is not a value of depth (allowed: 2, 4, 6, 8)")]
    [InlineData("depth=4;size=3", "part 2, 'size=3', names no variable (allowed: depth, op)")]
    [InlineData("depth=4;depth=6", "part 2, 'depth=6', gives depth a second time")]
    [InlineData("op=conv", "it says nothing of depth")]
    [InlineData("depth=4;op", "part 2, 'op', is not of the form variable=value")]
    [InlineData("depth=6;op=pool", "it is forbidden: op = pool and depth = 6 or 8")]
    public void Faults_say_where_and_what_is_allowed(string text, string reason)
        => Assert.Equal(
            $"'{text}' is not an architecture of this space: {reason}. The form is depth=2;op=conv.",
            Assert.Throws<FormatException>(() => Space.Parse(text)).Message);

    [Fact]
    public void Variables_may_stand_in_any_order() => Assert.Equal("depth=4;op=pool", Space.Parse(" op=pool;depth=4\n").Native);

    [Fact]
    public void Signs_of_the_native_string_are_escaped_in_names_and_values()
    {
        var space = new ChoiceSpace(new([new("a=b", ["1;2", "100%", "%3B"]), new("größe ☃", ["x y", "z"])], []));
        Assert.Equal("a%3Db=1%3B2;größe ☃=x y", space.Enumerate().First().Native);
        Assert.All(space.Enumerate(), a => Assert.Equal(a, space.Parse(a.Native)));
        Assert.Equal(6, space.Enumerate().Distinct().Count());
    }

    [Fact]
    public void Encodings_read_back_and_refuse_what_nothing_encodes()
    {
        Assert.Equal(
            [ArchitectureEncoding.OneHot, ArchitectureEncoding.Path, ArchitectureEncoding.Generator],
            Space.Encodings.Select(e => e.Kind));
        foreach (var encoding in Space.Encodings)
        {
            Assert.All(Space.Enumerate(), a => Assert.Equal(a, encoding.Decode(encoding.Encode(a))));
            var vector = encoding.Encode(Space.Parse("depth=2;op=conv"));
            Assert.Equal(encoding.Width, vector.Length);
            for (var i = 0; i < vector.Length; i++)
            {
                double[] flipped = [.. vector];
                flipped[i] = 1 - flipped[i];
                Assert.Null(encoding.Decode(flipped));
            }
        }

        Assert.Null(Space.Encoding(ArchitectureEncoding.OneHot)!.Decode([0, 0, 1, 0, 0, 1]));   // depth 6 with pool
        Assert.Equal(
            "01000000" + "00100000" + "00000010" + "10000000" + "1" + "01" + "001",
            string.Concat(Space.Encoding(ArchitectureEncoding.Generator)!.Encode(Space.Parse("depth=2;op=conv"))));
    }
}

public sealed class TiedChoiceSpaceTests : SearchSpaceContract
{
    protected override SearchSpace Space { get; } = new ChoiceSpace(Definitions.Tied);

    [Fact]
    public void Variables_that_rules_tie_together_change_together()
        => Assert.Equal(
            ["kernel=3;padding=1;width=32", "kernel=3;padding=1;width=64", "kernel=5;padding=2;width=16"],
            Space.Neighbours(Space.Parse("kernel=3;padding=1;width=16")).Select(a => a.Native));
}
