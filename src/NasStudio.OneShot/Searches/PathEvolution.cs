using System.Collections.Immutable;
using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;
using NasStudio.OneShot.Supernets;

namespace NasStudio.OneShot.Searches;

/// <summary>Draws architectures under a budget: uniformly, as mutations and as crossings of the best.</summary>
/// <remarks>Guo et al. 2020, algorithm 1: half of a generation are mutations of the k best (each choice drawn anew with
/// p_mut), half are crossings (each choice from one of two of them, uniformly); where too few new ones come of it, uniform
/// draws fill the generation. Where the space has hardly anything new left, a generation is smaller.</remarks>
internal sealed class PathEvolution(
    ImmutableArray<SupernetVariable> variables, ComplexityTable table, SposOptions options)
{
    private const int TriesEach = 100;

    /// <summary>An architecture, uniformly among those within the budget.</summary>
    /// <param name="random">Is drawn from.</param>
    /// <param name="budget">Largest size; null for any.</param>
    public ImmutableArray<int> Draw(RandomSource random, double? budget)
    {
        // rejection is uniform; where hardly anything is small enough, the smallest choices are drawn more often
        for (var attempt = 0; attempt < TriesEach; attempt++)
        {
            var drawn = SupernetVariable.Draw(variables, random);
            if (Fits(drawn, budget)) return drawn;
        }

        int[] shrunk = [.. SupernetVariable.Draw(variables, random)];
        var order = table.Terms.ToArray();
        random.Shuffle<ComplexityTerm>(order);
        foreach (var term in order.TakeWhile(_ => !Fits([.. shrunk], budget)))
            term.Assign(term.Costs.IndexOf(term.Costs.Min()), shrunk);
        return [.. shrunk];
    }

    /// <summary>New architectures, drawn uniformly.</summary>
    public IReadOnlyList<ImmutableArray<int>> Fresh(IReadOnlyList<Scored> seen, double? budget, RandomSource random)
        => Filled([], seen, budget, random);

    /// <summary>New architectures: mutations and crossings of the best.</summary>
    /// <param name="seen">What was evaluated, the best first.</param>
    /// <param name="budget">Largest size; null for any.</param>
    /// <param name="random">Is drawn from.</param>
    public IReadOnlyList<ImmutableArray<int>> Children(IReadOnlyList<Scored> seen, double? budget, RandomSource random)
    {
        ImmutableArray<int>[] parents = [.. seen.Take(options.Parents).Select(one => one.Choices)];
        var known = Known(seen);
        var children = new List<ImmutableArray<int>>();
        Add(options.Population / 2, () => Mutation(random.Choose(parents), random));
        Add(options.Population, () => Crossing(random.Choose(parents), random.Choose(parents), random));
        return Filled(children, seen, budget, random);

        void Add(int until, Func<ImmutableArray<int>> draw)
        {
            for (var attempt = 0; attempt < TriesEach * options.Population && children.Count < until; attempt++)
            {
                var child = draw();
                if (Fits(child, budget) && known.Add(SupernetTraining.Key(child))) children.Add(child);
            }
        }
    }

    private ImmutableArray<int> Mutation(ImmutableArray<int> parent, RandomSource random)
        => [.. parent.Select((choice, j) => random.NextDouble() < options.MutationRate
            ? random.NextInt(variables[j].Categories.Length) : choice)];

    private static ImmutableArray<int> Crossing(ImmutableArray<int> one, ImmutableArray<int> other, RandomSource random)
        => [.. one.Zip(other, (a, b) => random.NextInt(2) == 0 ? a : b)];

    private List<ImmutableArray<int>> Filled(
        List<ImmutableArray<int>> drawn, IReadOnlyList<Scored> seen, double? budget, RandomSource random)
    {
        var known = Known(seen);
        known.UnionWith(drawn.Select(SupernetTraining.Key));
        for (var attempt = 0; attempt < TriesEach * options.Population && drawn.Count < options.Population; attempt++)
        {
            var fresh = Draw(random, budget);
            if (known.Add(SupernetTraining.Key(fresh))) drawn.Add(fresh);
        }

        return drawn;
    }

    private static HashSet<string> Known(IEnumerable<Scored> seen)
        => seen.Select(one => SupernetTraining.Key(one.Choices)).ToHashSet(StringComparer.Ordinal);

    private bool Fits(ImmutableArray<int> choices, double? budget) => !(table.Of(choices) > budget);
}
