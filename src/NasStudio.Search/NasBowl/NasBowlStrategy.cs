using System.Collections.Immutable;
using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.NasBench101;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl.Kernels;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.NasBowl;

/// <summary>Bayesian optimisation with Gaussian processes on what graphs have in common.</summary>
/// <remarks>
/// Ru, Wan, Dong and Osborne, "Interpretable Neural Architecture Search via Bayesian Optimisation with Weisfeiler-Lehman
/// Kernels", ICLR 2021 (NAS-BOWL), algorithm 1. Deviation: the Gram by whose likelihood depth and noise are chosen is the
/// normalised one that also predicts; an architecture is compared by what it computes, chains of skips contracted one by
/// one and multiple edges counted; no function is evaluated twice. Deviation: the far end of what is learned is cut off
/// (<see cref="NasBowlOptions.FarEnd"/>), and where operations have places of their own a tenth of the kernel sees those.
/// </remarks>
public sealed class NasBowlStrategy : IInsightfulStrategy
{
    private const int FewestToLearnFrom = 2;
    private const double AdditiveWeight = 0.9;
    private readonly StrategyContext _context;
    private readonly NasBowlOptions _options;
    private readonly BowlSurrogate _surrogate;
    private readonly CandidatePool _pool;
    private readonly KeyedSet _told = new(a => a.Native);
    private readonly Dictionary<Architecture, KernelPoint> _points = [];     // of what is looked at in this round
    private readonly List<Trial> _completed = [];
    private int _count;
    private int[] _seen;                                      // features of what was evaluated, or of the whole space
    private Func<RoundInsight>? _insight;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public NasBowlStrategy(StrategyContext context, NasBowlOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _options) = (context, OptionsValidation.Validate(options));
        _surrogate = new BowlSurrogate(KernelOf(context.Space, options));
        _pool = new CandidatePool(
            context, options,
            () => options.Distinct == Distinct.Function
                ? new FunctionalSet(context.Space, PointOf) : new KeyedSet(a => a.Native),
            PointOf);
        _seen = _surrogate.Kernel.Seen();
    }

    /// <inheritdoc/>
    public RoundInsight? Insight => _insight?.Invoke();

    /// <summary>How many features and architectures are remembered.</summary>
    internal int Remembered => _points.Count + _surrogate.Kernel.Seen().Sum();

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        _insight = null;
        var starts = InitialDesign.Left(_context, _options.InitialDesign, _count);
        if (starts.Count > 0)
        {
            return [.. starts.Take(limit)];
        }

        Forget();
        var size = Math.Min(limit, _options.BatchSize);
        var batch = _completed.Count >= FewestToLearnFrom ? Round(size, cancellation) : [];
        return batch.Count > 0 ? batch : Fresh(size);
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Forget();
        _count += batch.Count;
        _pool.Tell(batch);
        foreach (var trial in batch)
        {
            _told.Add(trial.Architecture);
            if (trial.State == TrialState.Completed)
            {
                _completed.Add(trial);
                _surrogate.Append(PointOf(trial.Architecture));
            }
        }

        Keep();
    }

    private List<Proposal> Round(int size, CancellationToken cancellation)
    {
        var random = _context.Random.Fork("nas-bowl", _count);
        _surrogate.BeginRound();
        var targets = new BowlTargets(_context.Problem, _completed, _options);
        var judge = new PoolJudge(
            _context.Problem, targets, _surrogate, _options, _completed, random.Fork("judge"), cancellation);
        _pool.Fill(judge, _completed, random.Fork("candidates"));
        _insight = judge.Insight;
        if (_pool.IsWhole)
        {
            Keep();
        }

        _context.Report($"learning from {_completed.Count} architectures, choosing among {judge.Candidates.Count}");
        var batch = new List<Proposal>();
        while (batch.Count < Math.Min(size, judge.Candidates.Count))
        {
            cancellation.ThrowIfCancellationRequested();
            var chosen = judge.Choose();
            var candidate = judge.Candidates[chosen];
            batch.Add(new Proposal(
                candidate.Architecture, candidate.Origin,
                Predicted: judge.Expected(chosen) is { } expected ? targets.Restore(expected) : null));
        }

        return batch;
    }

    /// <summary>New functions at random; where there are none left, new architectures.</summary>
    private List<Proposal> Fresh(int size)
    {
        Proposal[] Named(IEnumerable<Architecture> architectures) => [.. architectures.Take(size).Select(a => new Proposal(a, "random"))];
        var taken = _told.Copy();
        return Named(_pool.Fresh()) is { Length: > 0 } functions
            ? [.. functions]
            : [.. Named(InitialDesign.Sequence(_context).Where(taken.Add))];
    }

    private KernelPoint PointOf(Architecture architecture)
    {
        if (!_points.TryGetValue(architecture, out var point))
        {
            _points.Add(architecture, point = _surrogate.Kernel.Point(architecture));
        }

        return point;
    }

    /// <summary>What was seen so far stays known.</summary>
    private void Keep() => _seen = _surrogate.Kernel.Seen();

    /// <summary>Forgets candidates that were looked at and not evaluated: a long search does not grow by them. A space
    /// that is searched whole is remembered whole.</summary>
    private void Forget()
    {
        if (!_pool.IsWhole)
        {
            _points.Clear();
            _surrogate.Kernel.Forget(_seen);
        }
    }

    /// <summary>The kernel that the options say.</summary>
    internal static ArchitectureKernel KernelOf(SearchSpace space, NasBowlOptions options)
    {
        var encoding = options.VectorEncoding != VectorKinds.Auto ? options.VectorEncoding
            : HasPlaces(space) ? InputEncodings.OneHot : null;
        return new ArchitectureKernel(
            space, Labels(options), Comparison(space, options), options.VectorWeight == 0 || encoding is null ? null
                : new VectorPart(InputEncodings.Of(space, encoding), options.VectorWeight, options.VectorLengthScale));
    }

    /// <summary>
    /// Kernels for targets of different kinds, which see the same points: that of the default options, and where operations
    /// have places of their own one that is mostly a sum over those. A latency is nearly such a sum, and operations that do not reach
    /// the output take time too.
    /// </summary>
    internal static ImmutableArray<ArchitectureKernel> KernelsOf(SearchSpace space)
    {
        var options = new NasBowlOptions();
        if (!HasPlaces(space))
        {
            return [KernelOf(space, options)];
        }

        var (labels, encode) = (Labels(options), InputEncodings.Of(space, InputEncodings.OneHot));
        return
        [
            .. new VectorPart[] { new(encode, options.VectorWeight, options.VectorLengthScale), new(encode, AdditiveWeight, LengthScale: null) }
                .Select(vectors => new ArchitectureKernel(space, labels, Comparison(space, options), vectors)),
        ];
    }

    private static CountComparison Comparison(SearchSpace space, NasBowlOptions options) => options.Kernel switch
    {
        KernelKinds.Dot => CountComparison.Product,
        KernelKinds.Assignment => CountComparison.Minimum,
        _ => space.Whole is NasBench101Space ? CountComparison.Minimum : CountComparison.Product,
    };

    private static bool HasPlaces(SearchSpace space) => space.Whole is NasBench201Space or NasBenchMacroSpace or ChoiceSpace;

    private static ImmutableArray<GraphLabels> Labels(NasBowlOptions options) => (options.Features, options.Neighbours) switch
    {
        (FeatureKinds.WeisfeilerLehman, NeighbourKinds.Both) =>
        [
            new WeisfeilerLehmanLabels(options.Depth), new WeisfeilerLehmanLabels(options.Depth, backwards: true),
        ],
        (FeatureKinds.Walks, _) => [new WalkLabels(options.Depth)],
        (FeatureKinds.ShortestPaths, _) => [new ShortestPathLabels(options.Depth)],
        _ => [new WeisfeilerLehmanLabels(options.Depth)],
    };
}
