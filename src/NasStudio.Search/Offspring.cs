using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>Mutants that a run has not evaluated yet: what the evolutionary strategies have in common.</summary>
/// <param name="context">Space and seed.</param>
/// <param name="distinct">What no two proposals may share; a value of <see cref="Distinct"/>.</param>
internal sealed class Offspring(StrategyContext context, string distinct)
{
    // Mutations in a row that gave nothing new before a random architecture is taken instead.
    private const int FutileMutations = 1_000;

    private readonly HashSet<string> _occupied = [];

    /// <summary>Remembers what was evaluated, failed trials included.</summary>
    public void Tell(IEnumerable<Trial> trials)
    {
        foreach (var trial in trials)
        {
            Occupy(_occupied, trial.Architecture);
        }
    }

    /// <summary>New children, fewer than asked for only where the space is exhausted.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">The randomness of each child, by its position.</param>
    /// <param name="parent">Selects a parent; called anew for each attempt. Null where nobody can be one: children are
    /// then random architectures.</param>
    /// <param name="cancellation">Heard before each child.</param>
    public List<Proposal> Children(
        int count, Func<int, RandomSource> random, Func<RandomSource, Trial>? parent, CancellationToken cancellation)
    {
        var taken = new HashSet<string>(_occupied);
        var children = new List<Proposal>();
        while (children.Count < count)
        {
            cancellation.ThrowIfCancellationRequested();
            if ((Mutant(taken, random(children.Count), parent) ?? Fresh(taken)) is not { } child)
            {
                break;
            }

            children.Add(child);
            Occupy(taken, child.Architecture);
        }

        return children;
    }

    private Proposal? Mutant(HashSet<string> taken, RandomSource random, Func<RandomSource, Trial>? select)
    {
        for (var attempt = 0; select is not null && attempt < FutileMutations; attempt++)
        {
            var parent = select(random);
            var child = context.Space.Mutate(parent.Architecture, random);
            if (IsFree(taken, child))
            {
                return new Proposal(child, $"mutation of trial {parent.Number}");
            }
        }

        return null;
    }

    /// <summary>The next architecture of the random sequence that is not taken; null where the space is
    /// exhausted.</summary>
    private Proposal? Fresh(HashSet<string> taken)
        => InitialDesign.Sequence(context).FirstOrDefault(a => IsFree(taken, a)) is { } fresh
            ? new Proposal(fresh, "random")
            : null;

    private bool IsFree(HashSet<string> taken, Architecture architecture)
        => Distinct.Key(distinct, context.Space, architecture) is not { } key || !taken.Contains(key);

    private void Occupy(HashSet<string> taken, Architecture architecture)
    {
        if (Distinct.Key(distinct, context.Space, architecture) is { } key)
        {
            taken.Add(key);
        }
    }
}
