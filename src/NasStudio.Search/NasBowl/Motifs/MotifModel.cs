using System.Collections.Immutable;
using System.Numerics.Tensors;
using NasStudio.Core.Architectures;
using NasStudio.Core.Objectives;
using NasStudio.Core.Trials;
using NasStudio.Search.NasBowl.Kernels;

namespace NasStudio.Search.NasBowl.Motifs;

/// <summary>
/// What makes architectures good: a process on the normalised dot kernel of Weisfeiler-Lehman features, which is linear in
/// the normalised counts and therefore has its gradients in closed form.
/// </summary>
/// <remarks>
/// Ru et al. 2021, section 3.2. Notation: n architectures, P cells each; phi_n the counts of a cell's features up to depth
/// h, u_n = phi_n / |phi_n| / sqrt(P), the cells' one after the other, so that k(n, m) = u_n . u_m; a = (K + g I)^-1 y. Then
/// with W = sum_i a_i u_i the posterior mean is mu_n = W . u_n, and for feature j of a cell, with mu that cell's part of it,
/// J_nj = d mu_n / d phi_nj = W_j / (|phi_n| sqrt(P)) - mu phi_nj / |phi_n|^2: to scale all counts of a cell changes nothing,
/// sum_j phi_nj J_nj = 0. Wherever the search uses another kernel this one explains. What is learned is minimised; signs
/// are turned in what is returned.
/// </remarks>
public sealed class MotifModel
{
    /// <summary>Deepest level of what is called a motif: a root and its successors.</summary>
    public const int MotifLevel = 1;

    /// <summary>Fewest evaluated architectures that hold a motif.</summary>
    public const int LeastSupport = 10;

    private const double Rounding = 1e-9;                     // what is expected of a learned architecture comes out so exactly
    private readonly SearchSpace _space;
    private readonly BowlTargets _targets;
    private readonly int _objective;
    private readonly WeisfeilerLehmanLabels _labels;
    private readonly ArchitectureKernel _kernel;
    private readonly GramProcess _process;
    private readonly int _depth;
    private readonly CountVector[][] _counts;                 // by architecture and cell // (n, P)
    private readonly double[][] _weights;                     // W, by cell and feature // (P, features)
    private readonly int[][] _levels;                         // by cell and feature; -1 for none // (P, features)
    private readonly double[] _means;                         // mu // (n)
    private readonly double[] _meanGradients;                 // of all features, of what is minimised // (n)

    /// <summary>Learns one objective of completed trials.</summary>
    /// <param name="space">Their space.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="objective">Index of the objective.</param>
    /// <param name="completed">At least two. // (n)</param>
    /// <param name="cancellation">Stops a long computation.</param>
    /// <param name="depth">H, the deepest level that the likelihood may choose.</param>
    /// <exception cref="ArgumentException">There are fewer than two trials.</exception>
    public MotifModel(
        SearchSpace space, Problem problem, int objective, IReadOnlyList<Trial> completed, CancellationToken cancellation,
        int depth = 3)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(completed);
        if (completed.Count < 2)
        {
            throw new ArgumentException(
                $"{completed.Count} completed trials teach nothing; two are needed.", nameof(completed));
        }

        _targets = new BowlTargets(problem, completed, new NasBowlOptions());
        _objective = objective;
        _space = space;
        _labels = new WeisfeilerLehmanLabels(depth);
        _kernel = new ArchitectureKernel(space, [_labels], CountComparison.Product);
        var surrogate = new BowlSurrogate(_kernel);
        KernelPoint[] points = [.. completed.Select(trial => _kernel.Point(trial.Architecture))];
        foreach (var point in points)
        {
            surrogate.Append(point);
        }

        (_process, var setting) = surrogate.Learn(_targets.Values[objective], cancellation);
        _depth = setting.Depth;
        _means = _process.Means();
        _counts = [.. points.Select(Counts)];
        _weights = Weights();
        _levels = Levels();
        _meanGradients = MeanGradients();
    }

    /// <summary>How many architectures were learned.</summary>
    public int Count => _counts.Length;

    /// <summary>h, the depth that the likelihood chose.</summary>
    public int Depth => _depth;

    /// <summary>What was expected of each, in standard deviations, positive where better. // (n)</summary>
    public ImmutableArray<double> Expected => [.. _means.Select(mean => -mean)];

    /// <summary>What one measurement scatters by around what is expected of an architecture, in standard deviations.</summary>
    public double NoiseDeviation => Math.Sqrt(_process.Signal * _process.Noise);

    /// <summary>An expectation in the objective's own unit; of an accuracy the median.</summary>
    /// <param name="expected">In standard deviations, positive where better.</param>
    public double Restore(double expected) => _targets.Restore(_objective, -expected);

    /// <summary>What would have been expected of each architecture had it not been learned. // (n)</summary>
    public ImmutableArray<LeftOut> LeaveOneOut() =>
    [
        .. _process.LeaveOneOut().Zip(_process.Targets, (left, target) => new LeftOut(-left.Mean, Math.Sqrt(left.Variance), -target)),
    ];

    /// <summary>What is expected of architectures, and which motifs each holds.</summary>
    /// <param name="motifs">Motifs of this model.</param>
    /// <param name="architectures">Some of the space, evaluated or not. // (c)</param>
    /// <param name="cancellation">Stops a long computation.</param>
    public ImmutableArray<MotifLook> Look(
        IReadOnlyList<Motif> motifs, IReadOnlyList<Architecture> architectures, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(motifs);
        ArgumentNullException.ThrowIfNull(architectures);
        var features = Features(motifs);
        var seen = _kernel.Seen();
        var looks = ImmutableArray.CreateBuilder<MotifLook>(architectures.Count);
        foreach (var architecture in architectures)
        {
            cancellation.ThrowIfCancellationRequested();
            var counts = Counts(_kernel.Point(architecture));
            _kernel.Forget(seen);
            looks.Add(new MotifLook(
                -counts.Index().Sum(part => MeanOf(part.Item, part.Index)),
                [.. Enumerable.Range(0, motifs.Count).Where(m => counts[motifs[m].Part][features[m]] > 0)]));
        }

        return looks.DrainToImmutable();
    }

    /// <summary>Every motif with enough support, best effect first.</summary>
    /// <param name="leastSupport">Fewest architectures that hold it.</param>
    public ImmutableArray<Motif> Motifs(int leastSupport = LeastSupport)
    {
        var gram = _kernel.Gram(_depth, Count);
        var motifs = from part in Enumerable.Range(0, _weights.Length)
                     from feature in Enumerable.Range(0, _weights[part].Length)
                     let level = _levels[part][feature]
                     where level is >= 0 and <= MotifLevel
                     let holders = Enumerable.Range(0, Count).Where(n => _counts[n][part][feature] > 0).ToArray()
                     where holders.Length >= leastSupport
                     select Scored(gram, part, level, feature, holders);
        return [.. motifs.OrderByDescending(m => m.Effect ?? 0).ThenBy(m => (m.Part, m.Level)).ThenBy(m => $"{m.Tree}", StringComparer.Ordinal)];
    }

    /// <summary>What is expected of an architecture, feature by feature.</summary>
    /// <param name="architecture">One of the space, evaluated or not.</param>
    public Explanation Explain(Architecture architecture)
    {
        var seen = _kernel.Seen();
        var point = _kernel.Point(architecture);
        var counts = Counts(point);
        var similarities = _kernel.Similarities(point, _depth);
        var solved = _process.Factor.SolveLower(similarities);
        var mean = _process.Mean(similarities);
        var graphs = _space.FunctionalParts(architecture);
        var features = new List<ExplainedFeature>();
        for (var part = 0; part < counts.Length; part++)
        {
            var roots = _labels.Roots(graphs[part]);
            for (var level = 0; level <= _depth; level++)
            {
                foreach (var feature in roots[level].Distinct().Where(f => f < _weights[part].Length && f < seen[0]).Order())
                {
                    features.Add(new ExplainedFeature(
                        part, level, _labels.Tree(feature), counts[part][feature],
                        [.. roots[level].Index().Where(r => r.Item == feature).Select(r => r.Index)],
                        -Gradient(counts[part], part, feature),
                        -_weights[part][feature] * counts[part][feature] / (counts[part].Norm * Share)));
                }
            }
        }

        _kernel.Forget(seen);
        return new Explanation(
            -mean, Math.Sqrt(_process.Signal * Math.Max(0, 1 - TensorPrimitives.SumOfSquares<double>(solved))),
            100.0 * _means.Count(m => m > mean + Rounding) / Count, [.. features]);
    }

    /// <summary>J of one architecture learned: gradients of its posterior mean (which is minimised) with respect to the
    /// counts of a cell's features. // (features)</summary>
    internal double[] Gradients(int architecture, int part)
        => [.. Enumerable.Range(0, _weights[part].Length).Select(j => Gradient(_counts[architecture][part], part, j))];

    /// <summary>phi of one cell of an architecture learned. // (features)</summary>
    internal long[] CountsOf(int architecture, int part)
        => [.. Enumerable.Range(0, _weights[part].Length).Select(j => _counts[architecture][part][j])];

    /// <summary>The posterior mean (which is minimised) where a single cell has these counts, whole or not.</summary>
    internal double MeanAt(double[] counts)
        => TensorPrimitives.Dot<double>(counts, _weights[0]) / TensorPrimitives.Norm<double>(counts);

    private double Share => Math.Sqrt(_weights.Length);       // sqrt(P)

    private Motif Scored(double[][] gram, int part, int level, int feature, int[] holders)
    {
        double[] gradients = [.. holders.Select(n => -Gradient(_counts[n][part], part, feature))];
        var byCount = holders.Zip(gradients).GroupBy(p => _counts[p.First][part][feature], p => p.Second)
            .ToImmutableSortedDictionary(group => group.Key, group => group.Average());
        int[] once = [.. holders.Where(n => _counts[n][part][feature] == 1)];
        var without = Enumerable.Range(0, Count).Except(holders).ToArray();
        double? effect = without.Length > 0 ? without.Average(n => _means[n]) - holders.Average(n => _means[n]) : null;
        return new Motif(
            part, level, _labels.Tree(feature), holders.Length, once.Length > 0 ? byCount[1] : null,
            once.Length > 0 ? GradientDeviation(part, feature, once) : null, byCount, gradients.Average(), effect,
            effect is null ? null : EffectDeviation(gram, holders, without), holders.Average(n => _meanGradients[n]));
    }

    /// <summary>The features that motifs of this model are. // (motifs)</summary>
    private int[] Features(IReadOnlyList<Motif> motifs)
    {
        var known = new Dictionary<(int, int, LabelTree), int>();
        foreach (var (part, levels) in _levels.Index())
        {
            foreach (var (feature, level) in levels.Index().Where(l => l.Item is >= 0 and <= MotifLevel))
            {
                known.TryAdd((part, level, _labels.Tree(feature)), feature);
            }
        }

        return [.. motifs.Select(m => known.TryGetValue((m.Part, m.Level, m.Tree), out var feature) ? feature
            : throw new ArgumentException($"The motif {m.Tree} is none of this model.", nameof(motifs)))];
    }

    private double Gradient(CountVector counts, int part, int feature)
        => _weights[part][feature] / (counts.Norm * Share)
            - MeanOf(counts, part) * counts[feature] / (counts.Norm * counts.Norm);

    /// <summary>A cell's part of mu.</summary>
    private double MeanOf(CountVector counts, int part) => counts.Dot(_weights[part]) / (counts.Norm * Share);

    /// <summary>Posterior deviation of the mean over some architectures less that over others: sqrt(s2 (b'Kb - |L^-1 K
    /// b|^2)).</summary>
    private double EffectDeviation(double[][] gram, int[] with, int[] without)
    {
        var b = new double[Count];
        foreach (var n in with)
        {
            b[n] = 1.0 / with.Length;
        }

        foreach (var n in without)
        {
            b[n] = -1.0 / without.Length;
        }

        var product = new double[Count];                      // Kb // (n)
        foreach (var (i, row) in gram.Index())
        {
            product[i] += TensorPrimitives.Dot(row, b.AsSpan(0, i + 1));
            TensorPrimitives.MultiplyAdd(row.AsSpan(0, i), b[i], product.AsSpan(0, i), product.AsSpan(0, i));
        }

        return Deviation(TensorPrimitives.Dot<double>(b, product), product);
    }

    /// <summary>Posterior deviation of the mean gradient: f is linear in u, so that with d the mean of the derivatives of u
    /// it is sqrt(s2 (|d|^2 - |L^-1 U d|^2)).</summary>
    private double GradientDeviation(int part, int feature, int[] architectures)
    {
        var direction = new double[_weights[part].Length];
        foreach (var counts in architectures.Select(n => _counts[n][part]))
        {
            direction[feature] += 1 / (counts.Norm * Share);
            counts.AddTo(direction, -counts[feature] / (Math.Pow(counts.Norm, 3) * Share));
        }

        TensorPrimitives.Divide(direction, architectures.Length, direction);
        double[] along = [.. _counts.Select(parts => parts[part].Dot(direction) / (parts[part].Norm * Share))];
        return Deviation(TensorPrimitives.SumOfSquares<double>(direction), along);
    }

    private double Deviation(double prior, double[] covariances) => Math.Sqrt(_process.Signal * Math.Max(
        0, prior - TensorPrimitives.SumOfSquares<double>(_process.Factor.SolveLower(covariances))));

    private double[][] Weights()
    {
        var weights = new double[_counts[0].Length][];
        for (var part = 0; part < weights.Length; part++)
        {
            weights[part] = new double[_labels.Count];
            for (var i = 0; i < Count; i++)
            {
                _counts[i][part].AddTo(
                    weights[part], _process.Weights[i] / (_counts[i][part].Norm * Math.Sqrt(weights.Length)));
            }
        }

        return weights;
    }

    /// <summary>The mean of J over the vocabulary of all cells, by architecture.</summary>
    private double[] MeanGradients()
    {
        var vocabulary = Enumerable.Range(0, _weights.Length).Select(part => Enumerable.Range(0, _weights[part].Length)
            .Where(feature => _levels[part][feature] >= 0).ToArray()).ToArray();
        var size = vocabulary.Sum(v => v.Length);
        return
        [
            .. _counts.Select(parts => parts.Index().Sum(
                p => vocabulary[p.Index].Sum(feature => Gradient(p.Item, p.Index, feature))) / size),
        ];
    }

    /// <summary>The level on which a cell has each feature; -1 where no learned one has it. // (P, features)</summary>
    private int[][] Levels()
    {
        var levels = _weights.Select(w => Enumerable.Repeat(-1, w.Length).ToArray()).ToArray();
        foreach (var (part, counts) in _counts.SelectMany(parts => parts.Index()))
        {
            foreach (var feature in counts.Features)
            {
                levels[part][feature] = counts.LevelOf(feature);
            }
        }

        return levels;
    }

    private CountVector[] Counts(KernelPoint point) => [.. point.Parts.Select(features => new CountVector(features, _depth))];
}
