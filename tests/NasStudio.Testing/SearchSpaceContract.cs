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
        foreach (var architecture in Samples(20))
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
        var draws = 200 * neighbours.Count;
        for (var draw = 0; draw < draws && neighbours.Count > 0; draw++)
        {
            neighbours.Remove(Space.Mutate(start, random));
        }

        Assert.Empty(neighbours);
    }

    [Fact]
    public void Neighbours_are_distinct_mutual_and_not_the_architecture_itself()
    {
        const int large = 100;                                // of a large neighbourhood one neighbour looks back
        var random = new RandomSource(8);
        foreach (var architecture in Samples(Space.Neighbours(Samples(1)[0]).Count > large ? 4 : 10))
        {
            var neighbours = Space.Neighbours(architecture);
            Assert.NotEmpty(neighbours);
            Assert.Equal(neighbours.Count, neighbours.Distinct().Count());
            Assert.DoesNotContain(architecture, neighbours);
            Architecture[] some = neighbours.Count <= large ? [.. neighbours] : [random.Choose(neighbours)];
            Assert.All(some, n => Assert.Contains(architecture, Space.Neighbours(n)));
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
    public void What_an_architecture_computes_comes_from_places_of_its_drawing()
    {
        foreach (var architecture in Samples(50))
        {
            var (drawn, origins) = (Space.Parts(architecture), Space.FunctionalOrigins(architecture));
            var functional = Space.FunctionalParts(architecture);
            Assert.Equal(functional.Count, origins.Count);
            for (var part = 0; part < functional.Count; part++)
            {
                var places = SearchSpace.Places(drawn[part].Graph);
                Assert.Equal(functional[part].Labels.Length, origins[part].Distinct().Count());
                Assert.All(functional[part].Labels.Zip(origins[part]), node => Assert.True(
                    node.First == places[node.Second] || node.First == places[node.Second] + "/2",      // or its stride
                    $"{node.First} is drawn as {places[node.Second]} in {architecture.Native}"));
            }
        }
    }

    [Fact]
    public void Each_kind_of_encoding_is_there_once()
    {
        Assert.Equal(Space.Encodings.Count, Space.Encodings.Select(e => e.Kind).Distinct().Count());
        Assert.All(Space.Encodings, e => Assert.Same(e, Space.Encoding(e.Kind)));
    }

    [Fact]
    public void What_is_decoded_has_the_same_encoding_and_but_for_paths_the_same_class()
    {
        foreach (var encoding in Space.Encodings)
        {
            foreach (var architecture in Samples(25).Distinct())
            {
                var vector = encoding.Encode(architecture);
                Assert.Equal(encoding.Width, vector.Length);
                Assert.All(vector, x => Assert.True(x is 0 or 1));
                var decoded = encoding.Decode(vector);
                Assert.NotNull(decoded);
                Assert.Equal(decoded, Space.Parse(decoded.Native));
                Assert.Equal(vector, encoding.Encode(decoded));
                Assert.True(
                    encoding.Kind == ArchitectureEncoding.Path
                    || Space.IsomorphismClass(architecture) == Space.IsomorphismClass(decoded));
            }
        }
    }

    [Fact]
    public void Vectors_that_encode_nothing_decode_to_nothing()
    {
        foreach (var encoding in Space.Encodings)
        {
            Assert.Throws<ArgumentException>(() => encoding.Decode(new double[encoding.Width + 1]));
            Assert.Throws<ArgumentException>(() => encoding.Encode(new Architecture("no-such-space", "?")));
            var vector = encoding.Encode(Samples(1)[0]);
            vector[0] = 0.5;
            Assert.Null(encoding.Decode(vector));
            Assert.Null(encoding.Decode([.. Enumerable.Repeat(1.0, encoding.Width)]));
        }
    }

    [Fact]
    public void Vectors_with_one_entry_flipped_decode_to_an_architecture_or_to_nothing()
    {
        var random = new RandomSource(9);
        foreach (var encoding in Space.Encodings)
        {
            foreach (var architecture in Samples(10))
            {
                var vector = encoding.Encode(architecture);
                var at = random.NextInt(vector.Length);
                vector[at] = 1 - vector[at];
                if (encoding.Decode(vector) is { } decoded)
                {
                    var again = encoding.Encode(decoded);     // a graph may come back with its nodes in another order
                    Assert.True(encoding.Kind != ArchitectureEncoding.Path || again.SequenceEqual(vector));
                    Assert.Equal(decoded, encoding.Decode(again));
                }
            }
        }
    }

    [Fact]
    public void The_parts_to_draw_make_up_the_graph()
    {
        foreach (var architecture in Samples(20))
        {
            var parts = Space.Parts(architecture);
            var graph = Space.Graph(architecture);
            Assert.Equal(graph.Labels, parts.SelectMany(p => p.Graph.Labels));
            Assert.Equal(graph.Edges.Length, parts.Sum(p => p.Graph.Edges.Length));
            Assert.Equal(parts.Count, parts.Select(p => p.Name).Distinct().Count());
        }
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
