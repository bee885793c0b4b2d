using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.GaussianProcesses;

/// <summary>Options of <see cref="RandomScalarization"/>.</summary>
public sealed record RandomScalarizationOptions
{
    /// <summary>Random architectures at the start.</summary>
    [Range(2, 10_000)]
    [Description("Random architectures evaluated first, the same ones for every strategy of a seed. Source: 10, common "
        + "to the methods compared on NAS-Bench-201; Knowles 2006 takes 11 for each dimension less one.")]
    public int InitialDesign { get; init; } = 10;

    /// <summary>Architectures proposed at once.</summary>
    [Range(1, 1_000)]
    [Description("Architectures proposed in each round, each with weights of its own and believing what the process "
        + "expects of those before it; 1 is the published algorithm. Source: 2, the smallest that keeps two workers "
        + "busy.")]
    public int BatchSize { get; init; } = 2;

    /// <summary>Parents.</summary>
    [Range(1, 1_000)]
    [Description("How many of the best architectures are mutated into candidates. Source: 10, Ru et al. 2021, section 4.")]
    public int Parents { get; init; } = 10;

    /// <summary>Candidates that are mutants.</summary>
    [Range(1, 100_000)]
    [Description("Candidates that are mutants of the best. Source: 100, half of the pool of Ru et al. 2021, section 4.")]
    public int Mutants { get; init; } = 100;

    /// <summary>Candidates that are random.</summary>
    [Range(0, 100_000)]
    [Description("Candidates that are random. Source: 100, half of the pool of Ru et al. 2021, section 4.")]
    public int RandomCandidates { get; init; } = 100;

    /// <summary>What the process sees.</summary>
    [AllowedValues(InputEncodings.OneHot, InputEncodings.Path)]
    [Description("What the process sees of an architecture: one-hot operations and edges, or which paths of operations "
        + "it has (where the space has that encoding). Source: our measurements.")]
    public string Encoding { get; init; } = InputEncodings.OneHot;

    /// <summary>What no two proposals may share.</summary>
    [AllowedValues(Search.Distinct.Architecture, Search.Distinct.Function)]
    [Description(Search.Distinct.Description)]
    public string Distinct { get; init; } = Search.Distinct.Architecture;
}

/// <summary>Bayesian optimisation with a Gaussian process on a random scalarisation of the objectives, by expected
/// improvement.</summary>
/// <remarks>
/// Knowles, "ParEGO: A Hybrid Algorithm with On-Line Landscape Approximation for Expensive Multiobjective Optimization
/// Problems", IEEE Transactions on Evolutionary Computation 10(1), 2006, algorithm of section III: weights are drawn for
/// each proposal, the scalars of everything evaluated are learned, and the candidate of the largest expected improvement
/// is evaluated. Deviation: candidates are mutants of the best and random architectures rather than the outcome of an
/// evolutionary search. Deviation: whoever breaks constraints counts as worse than all that keep them, by the amount
/// broken (Deb, Computer Methods in Applied Mechanics and Engineering 186, 2000). Deviation: several proposals of a round
/// believe the process's mean of one another (Ginsbourger, Le Riche and Carraro, 2010).
/// </remarks>
public sealed class RandomScalarization : IStrategy
{
    private readonly StrategyContext _context;
    private readonly InputEncoding _encode;
    private readonly SurrogateLoop _loop;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public RandomScalarization(StrategyContext context, RandomScalarizationOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        OptionsValidation.Validate(options);
        _encode = InputEncodings.Of(context.Space, options.Encoding);
        _loop = new SurrogateLoop(
            context, "random scalarization",
            new SurrogateLoopPlan(
                options.InitialDesign, options.BatchSize, options.Parents, options.Mutants, options.RandomCandidates,
                options.Distinct),
            Choose);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation) => _loop.Ask(limit, cancellation);

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch) => _loop.Tell(batch);

    private List<Proposal> Choose(
        IReadOnlyList<Trial> completed, IReadOnlyList<(Architecture Architecture, string Origin)> pool, int size,
        RandomSource random, CancellationToken cancellation)
    {
        var inputs = completed.Select(t => _encode(t.Architecture)).ToList();
        double[][] encoded = [.. pool.Select(c => _encode(c.Architecture))];
        var open = Enumerable.Range(0, pool.Count).ToHashSet();
        var believed = new List<double>();                    // of the proposals so far, relative to the best and worst
        var batch = new List<Proposal>();
        while (batch.Count < size && open.Count > 0)
        {
            double[] targets = [.. Scalars(completed, random.Fork("weights", batch.Count)), .. believed];
            var process = GaussianProcess.Fit([.. inputs], targets, cancellation);
            var predictions = open.ToDictionary(c => c, c => process.Predict(encoded[c]));
            var best = targets.Min();
            var chosen = open.MaxBy(c => ExpectedImprovement.Of(predictions[c].Mean, predictions[c].Variance, best));
            open.Remove(chosen);
            inputs.Add(encoded[chosen]);
            believed.Add(predictions[chosen].Mean);
            batch.Add(new Proposal(pool[chosen].Architecture, pool[chosen].Origin));
        }

        return batch;
    }

    /// <summary>One number for each completed trial, smaller is better, under weights drawn anew. // (n)</summary>
    private double[] Scalars(IReadOnlyList<Trial> completed, RandomSource random)
    {
        var targets = new SearchTargets(_context.Problem, completed);
        double[][] points = [.. targets.Values.Select(v => v[.._context.Problem.Objectives.Length])];
        var scalarisation = new Scalarisation(points);
        var weights = scalarisation.DrawWeights(random);
        double[] scalars = [.. points.Select(p => scalarisation.Of(p, weights))];
        double[] violations = [.. completed.Select(_context.Problem.TotalViolation)];
        if (violations.All(v => v == 0))
        {
            return scalars;
        }

        var (worst, largest) = (scalars.Max(), violations.Max());
        return [.. scalars.Zip(violations, (s, v) => v > 0 ? worst + v / largest : s)];
    }
}
