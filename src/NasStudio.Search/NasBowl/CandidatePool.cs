using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl.Kernels;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.NasBowl;

/// <summary>Fills a judge with candidates, none of them evaluated before, no two alike.</summary>
internal sealed class CandidatePool
{
    private const int Generation = 20;                        // candidates that are judged at once by evolution
    private const int Population = 50;
    private const int Tournament = 10;
    private const int FutileDraws = 200;
    private readonly StrategyContext _context;
    private readonly NasBowlOptions _options;
    private readonly Func<IDistinctSet> _distinct;
    private readonly Func<Architecture, KernelPoint> _pointOf;
    private readonly IDistinctSet _evaluated;
    private readonly CandidateSource _source;
    private Candidate[]? _whole;

    /// <summary>A pool of nothing evaluated.</summary>
    /// <param name="context">The space.</param>
    /// <param name="options">Which candidates.</param>
    /// <param name="distinct">An empty set of architectures that are not alike.</param>
    /// <param name="pointOf">What the kernel sees.</param>
    public CandidatePool(
        StrategyContext context, NasBowlOptions options, Func<IDistinctSet> distinct,
        Func<Architecture, KernelPoint> pointOf)
    {
        (_context, _options, _distinct, _pointOf) = (context, options, distinct, pointOf);
        _evaluated = distinct();
        _source = new CandidateSource(context, _evaluated);
    }

    /// <summary>Whether all architectures of the space are candidates.</summary>
    public bool IsWhole => _options.Pool == PoolKinds.Whole && _context.Space.Size <= InitialDesign.ListableSize;

    /// <summary>Remembers what was evaluated, failed trials included.</summary>
    public void Tell(IEnumerable<Trial> trials) => _source.Tell(trials);

    /// <summary>Architectures that are new, of the shared random sequence.</summary>
    public IEnumerable<Architecture> Fresh() => _source.Fresh();

    /// <summary>Fills a judge.</summary>
    public void Fill(PoolJudge judge, IReadOnlyList<Trial> completed, RandomSource random)
    {
        if (IsWhole)
        {
            judge.Add(Whole());
            return;
        }

        var size = _options.Pool == PoolKinds.Evolution ? (_options.PoolSize + 1) / 2 : _options.PoolSize;
        var mutants = _options.Pool == PoolKinds.Random ? 0 : (int)Math.Round(_options.MutantShare * size);
        judge.Add(
        [
            .. _source.Draw(completed, _options.Parents, mutants, size - mutants, random)
                .Select(c => new Candidate(c.Architecture, c.Origin, _pointOf(c.Architecture))),
        ]);
        if (_options.Pool == PoolKinds.Evolution && judge.Candidates.Count > 0)
        {
            Evolve(judge, random);
        }
    }

    private Candidate[] Whole()
    {
        if (_whole is null)
        {
            var different = _distinct();
            _whole = [.. _context.Space.Enumerate().Where(different.Add).Select(a => new Candidate(a, "whole space", _pointOf(a)))];
        }

        var taken = _evaluated.Copy();
        return [.. _whole.Where(c => taken.Add(c.Architecture))];
    }

    /// <summary>Children of the most promising of the newest candidates, generation by generation.</summary>
    /// <remarks>Real, Aggarwal, Huang and Le, AAAI 2019, algorithm 1, on what candidates promise. Deviation: children are
    /// judged a generation at a time.</remarks>
    private void Evolve(PoolJudge judge, RandomSource random)
    {
        var taken = _evaluated.Copy();
        foreach (var candidate in judge.Candidates)
        {
            taken.Add(candidate.Architecture);
        }

        while (judge.Candidates.Count < _options.PoolSize)
        {
            var scores = judge.Scores();
            var children = new List<Candidate>();
            var wanted = Math.Min(Generation, _options.PoolSize - scores.Length);
            for (var futile = 0; children.Count < wanted && futile < FutileDraws; futile++)
            {
                var oldest = Math.Max(0, scores.Length - Population);
                var parent = Enumerable.Range(0, Tournament)
                    .Select(_ => oldest + random.NextInt(scores.Length - oldest)).MaxBy(member => scores[member]);
                var child = _context.Space.Mutate(judge.Candidates[parent].Architecture, random);
                if (taken.Add(child))
                {
                    children.Add(new Candidate(child, "evolution of candidates", _pointOf(child)));
                    futile = -1;
                }
            }

            if (children.Count == 0)
            {
                return;
            }

            judge.Add(children);
        }
    }
}
