using NasStudio.Core.Architectures;
using NasStudio.Core.Fronts;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;

namespace NasStudio.Search.Surrogates;

/// <summary>Where surrogates choose from: mutants of the best and random architectures, none evaluated before.</summary>
/// <param name="context">Space and problem.</param>
/// <param name="evaluated">Takes in what was evaluated; no candidate is like anything in it.</param>
internal sealed class CandidateSource(StrategyContext context, IDistinctSet evaluated)
{
    // Draws in a row that gave nothing new before the pool is left as small as it is.
    private const int FutileDraws = 200;

    /// <summary>Architectures with different keys.</summary>
    /// <param name="context">Space and problem.</param>
    /// <param name="distinct">What no two proposals may share; a value of <see cref="Distinct"/>.</param>
    public CandidateSource(StrategyContext context, string distinct)
        : this(context, new KeyedSet(a => Distinct.Key(distinct, context.Space, a) ?? a.Native)) { }

    /// <summary>Remembers what was evaluated, failed trials included.</summary>
    public void Tell(IEnumerable<Trial> trials)
    {
        foreach (var trial in trials)
        {
            evaluated.Add(trial.Architecture);
        }
    }

    /// <summary>Architectures that are new, of the shared random sequence.</summary>
    public IEnumerable<Architecture> Fresh()
    {
        var taken = evaluated.Copy();
        return InitialDesign.Sequence(context).Where(taken.Add);
    }

    /// <summary>A pool of new architectures, no two alike; smaller than asked for only where it is hard to find
    /// more.</summary>
    /// <param name="completed">What was evaluated; at least one.</param>
    /// <param name="parents">How many of the best are mutated.</param>
    /// <param name="mutants">How many candidates are mutants: one to three mutations away, nearer ones twice as often
    /// each.</param>
    /// <param name="others">How many candidates are random.</param>
    /// <param name="random">Draws them.</param>
    public List<(Architecture Architecture, string Origin)> Draw(
        IReadOnlyList<Trial> completed, int parents, int mutants, int others, RandomSource random)
    {
        var taken = evaluated.Copy();
        var pool = new List<(Architecture, string)>();
        Trial[] best = [.. NonDominatedSort.Ranks(context.Problem, completed).Zip(completed)
            .OrderBy(pair => pair.First).Take(parents).Select(pair => pair.Second)];
        Fill(mutants, () =>
        {
            var parent = random.Choose(best);
            var child = context.Space.Mutate(parent.Architecture, random);
            for (var distance = 1; distance < 3 && random.NextInt(3) == 0; distance++)
            {
                child = context.Space.Mutate(child, random);
            }

            return (child, $"mutation of trial {parent.Number}");
        });
        Fill(others, () => (context.Space.Sample(random), "random"));
        return pool;

        void Fill(int count, Func<(Architecture Architecture, string Origin)> draw)
        {
            var wanted = pool.Count + count;
            for (var futile = 0; pool.Count < wanted && futile < FutileDraws; futile++)
            {
                var candidate = draw();
                if (taken.Add(candidate.Architecture))
                {
                    pool.Add(candidate);
                    futile = -1;
                }
            }
        }
    }
}
