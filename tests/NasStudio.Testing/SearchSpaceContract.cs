using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;

namespace NasStudio.Testing;

/// <summary>What holds for every search space. A space's tests derive from it and add what is particular.</summary>
public abstract class SearchSpaceContract
{
    /// <summary>The space under test.</summary>
    protected abstract SearchSpace Space { get; }

    /// <summary>Texts that are no architectures of the space.</summary>
    public static TheoryData<string> NoArchitectures => new("", " ", "nonsense", "|", "+", "{}", "\0");

    [Fact]
    public void Names_are_given()
    {
        Assert.Matches("^[a-z0-9-]+$", Space.Kind);
        Assert.NotEmpty(Space.Title);
        Assert.NotEmpty(Space.Convention);
    }

    [Fact]
    public void Samples_read_back_as_themselves()
    {
        foreach (var architecture in Samples(200))
        {
            Assert.Equal(Space.Kind, architecture.Space);
            Assert.Equal(architecture, Space.Parse(architecture.Native));
        }
    }

    [Theory]
    [MemberData(nameof(NoArchitectures))]
    public void Text_that_is_no_architecture_is_refused(string text)
        => Assert.Throws<FormatException>(() => Space.Parse(text));

    [Fact]
    public void Equal_seeds_sample_and_mutate_equally()
    {
        Assert.Equal(Samples(20), Samples(20));
        var start = Samples(1)[0];
        Assert.Equal(Space.Mutate(start, new RandomSource(5)), Space.Mutate(start, new RandomSource(5)));
    }

    [Fact]
    public void A_mutation_is_a_neighbour()
    {
        var random = new RandomSource(1);
        foreach (var architecture in Samples(50))
        {
            Assert.Contains(Space.Mutate(architecture, random), Space.Neighbours(architecture));
        }
    }

    [Fact]
    public void Mutations_reach_every_neighbour()
    {
        var random = new RandomSource(2);
        var start = Samples(1)[0];
        var neighbours = Space.Neighbours(start).ToHashSet();
        for (var draw = 0; draw < 200 * neighbours.Count && neighbours.Count > 0; draw++)
        {
            neighbours.Remove(Space.Mutate(start, random));
        }

        Assert.Empty(neighbours);
    }

    [Fact]
    public void Neighbours_are_distinct_mutual_and_not_the_architecture_itself()
    {
        foreach (var architecture in Samples(10))
        {
            var neighbours = Space.Neighbours(architecture);
            Assert.NotEmpty(neighbours);
            Assert.Equal(neighbours.Count, neighbours.Distinct().Count());
            Assert.DoesNotContain(architecture, neighbours);
            Assert.All(neighbours, n => Assert.Contains(architecture, Space.Neighbours(n)));
        }
    }

    [Fact]
    public void Encodings_are_one_hot_of_one_length_and_tell_architectures_apart()
    {
        var samples = Samples(200).Distinct().ToList();
        var encodings = samples.ConvertAll(Space.Encode);
        Assert.All(encodings, e => Assert.Equal(encodings[0].Length, e.Length));
        Assert.All(encodings, e => Assert.All(e, x => Assert.True(x is 0 or 1)));
        Assert.Equal(samples.Count, encodings.Select(e => string.Concat(e)).Distinct().Count());
    }

    [Fact]
    public void Graphs_are_sorted_and_lead_from_lower_to_higher_numbers()
    {
        foreach (var graph in Samples(50).SelectMany(a => new[] { Space.Graph(a), Space.FunctionalGraph(a) }))
        {
            Assert.All(graph.Edges, e => Assert.InRange(e.From, 0, e.To - 1));
            Assert.All(graph.Edges, e => Assert.InRange(e.To, 1, graph.Labels.Length - 1));
            Assert.Equal(graph.Edges.OrderBy(e => e.From).ThenBy(e => e.To), graph.Edges);
        }
    }

    [Fact]
    public void Disconnected_architectures_compute_nothing()
        => Assert.All(Samples(200), a =>
            Assert.Equal(Space.IsConnected(a), !Space.FunctionalGraph(a).Edges.IsEmpty));

    [Fact]
    public void Enumeration_gives_each_architecture_once_in_a_fixed_order()
    {
        if (Space.Size is not { } size || size > 100_000)
        {
            return;                                           // too many to list: nothing is promised
        }

        var all = Space.Enumerate().ToList();
        Assert.Equal(size, all.Count);
        Assert.Equal(size, all.Distinct().Count());
        Assert.Equal(all, Space.Enumerate());
        Assert.Empty(Samples(200).Except(all));
    }

    private List<Architecture> Samples(int count)
    {
        var random = new RandomSource(7);
        return [.. Enumerable.Range(0, count).Select(_ => Space.Sample(random))];
    }
}
