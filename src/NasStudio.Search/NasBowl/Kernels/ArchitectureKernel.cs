using System.Numerics.Tensors;
using NasStudio.Core.Architectures;
using NasStudio.Search.Surrogates;

namespace NasStudio.Search.NasBowl.Kernels;

/// <summary>What a kernel sees of an architecture; equal where the graphs' features are.</summary>
/// <param name="Parts">Features of each cell, for each kind of labels.</param>
/// <param name="Vector">Its vector encoding; empty where the kernel has no vector part. // (W)</param>
internal sealed record KernelPoint(GraphFeatures[] Parts, double[] Vector)
{
    /// <inheritdoc/>
    public bool Equals(KernelPoint? other)
        => other is not null && Parts.AsSpan().SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Aggregate(0, HashCode.Combine);
}

/// <summary>
/// The vector part of a kernel: exp(-|x - y|^2 / (2 l^2)), squared exponential; or without a length scale the cosine
/// of x and y, under which a function is a sum of what each entry adds.
/// </summary>
/// <param name="Encode">The vectors.</param>
/// <param name="Weight">Its share, in [0, 1]; the graphs have the rest.</param>
/// <param name="LengthScale">l, positive, or null.</param>
internal sealed record VectorPart(InputEncoding Encode, double Weight, double? LengthScale)
{
    /// <summary>Similarity of two vectors.</summary>
    public double Of(double[] x, double[] y)
    {
        if (LengthScale is not { } scale)
        {
            return TensorPrimitives.CosineSimilarity<double>(x, y);
        }

        var distance = TensorPrimitives.Distance<double>(x, y);
        return Math.Exp(-distance * distance / (2 * scale * scale));
    }
}

/// <summary>
/// The similarity of architectures, in [0, 1]: the mean over their cells of a graph kernel, and where it is wanted a
/// weighted sum with a kernel on vectors. Keeps the Grams of what was learned at each depth, and appends to them.
/// </summary>
/// <remarks>Ru et al. 2021, sections 3.1 and appendix: of several cells each has an equal share (DARTS: one half the
/// normal, one half the reduction cell). Graphs are what architectures compute
/// (<see cref="SearchSpace.FunctionalParts"/>). Several kinds of labels have equal shares too. Notation: n architectures
/// learned.</remarks>
internal sealed class ArchitectureKernel(
    SearchSpace space, IReadOnlyList<GraphLabels> labels, CountComparison comparison, VectorPart? vectors = null)
{
    private HistogramKernel[] _parts = [];
    private readonly List<double[]> _vectors = [];            // (n, W)
    private readonly List<double[]> _vectorGram = [];         // lower triangle // (n, n)

    /// <summary>n.</summary>
    public int Count => _parts.Length == 0 ? 0 : _parts[0].Count;

    /// <summary>The deepest depth; the shallowest is 1.</summary>
    public int Depth => labels[0].Depth;

    /// <summary>What the kernel sees of an architecture.</summary>
    public KernelPoint Point(Architecture architecture)
    {
        var graphs = space.FunctionalParts(architecture);
        var parts = new GraphFeatures[graphs.Count * labels.Count];
        for (var part = 0; part < parts.Length; part++)
        {
            parts[part] = labels[part % labels.Count].Of(graphs[part / labels.Count]);
        }

        return new KernelPoint(parts, vectors is null ? [] : vectors.Encode(architecture));
    }

    /// <summary>How many features were seen, by kind of label; for <see cref="Forget"/>.</summary>
    public int[] Seen() => [.. labels.Select(kind => kind.Count)];

    /// <summary>Takes back the numbers of features that were not seen at some time: points made since must not be used
    /// any more.</summary>
    public void Forget(int[] seen)
    {
        for (var kind = 0; kind < seen.Length; kind++)
        {
            labels[kind].Forget(seen[kind]);
        }
    }

    /// <summary>Learns an architecture.</summary>
    public void Append(KernelPoint point)
    {
        if (_parts.Length == 0)
        {
            _parts = [.. point.Parts.Select(_ => new HistogramKernel(comparison, Depth))];
        }

        for (var part = 0; part < _parts.Length; part++)
        {
            _parts[part].Append(point.Parts[part]);
        }

        _vectors.Add(point.Vector);
        _vectorGram.Add(vectors is null ? [] : [.. _vectors.Select(other => vectors.Of(point.Vector, other))]);
    }

    /// <summary>Entry of the Gram of a depth, row i and column j at most i.</summary>
    public double Gram(int depth, int i, int j)
    {
        var sum = 0.0;
        foreach (var part in _parts)
        {
            sum += part.Gram(depth)[i][j];
        }

        return Mixed(sum / _parts.Length, vectors is null ? 0 : _vectorGram[i][j]);
    }

    /// <summary>The lower triangle of the Gram of the first n architectures learned, row i with i + 1 entries, for the
    /// caller to keep. // (n, n)</summary>
    public double[][] Gram(int depth, int count)
    {
        var rows = new double[count][];
        for (var i = 0; i < count; i++)
        {
            rows[i] = new double[i + 1];
            foreach (var part in _parts)
            {
                TensorPrimitives.Add(rows[i], part.Gram(depth)[i], rows[i]);
            }

            TensorPrimitives.Divide(rows[i], _parts.Length, rows[i]);
            for (var j = 0; vectors is not null && j <= i; j++)
            {
                rows[i][j] = Mixed(rows[i][j], _vectorGram[i][j]);
            }
        }

        return rows;
    }

    /// <summary>Similarity to everything learned, in order. // (n)</summary>
    public double[] Similarities(KernelPoint point, int depth)
    {
        var row = new double[Count];
        for (var part = 0; part < _parts.Length; part++)
        {
            _parts[part].AddSimilarities(point.Parts[part], depth, 1.0 / _parts.Length, row);
        }

        for (var i = 0; vectors is not null && i < row.Length; i++)
        {
            row[i] = Mixed(row[i], vectors.Of(point.Vector, _vectors[i]));
        }

        return row;
    }

    /// <summary>Similarity of two architectures.</summary>
    public double Similarity(KernelPoint first, KernelPoint second, int depth)
    {
        var sum = 0.0;
        for (var part = 0; part < _parts.Length; part++)
        {
            sum += _parts[part].Similarity(first.Parts[part], second.Parts[part], depth);
        }

        return Mixed(sum / _parts.Length, vectors is null ? 0 : vectors.Of(first.Vector, second.Vector));
    }

    private double Mixed(double graphs, double vector)
        => vectors is null ? graphs : (1 - vectors.Weight) * graphs + vectors.Weight * vector;
}
