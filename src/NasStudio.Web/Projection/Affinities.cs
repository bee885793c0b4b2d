using System.Collections.Immutable;
using System.Numerics;

namespace NasStudio.Web.Projection;

/// <summary>How near points of many dimensions are to one another, as probabilities of pairs that sum to 1.</summary>
/// <remarks>
/// Van der Maaten and Hinton, "Visualizing Data using t-SNE", JMLR 2008, equations 1 and 2: p[j|i] is a Gaussian around
/// point i, as wide as gives the perplexity asked for, and p[i, j] = (p[j|i] + p[i|j]) / 2n. Notation: n points of
/// length d, beta = 1 / 2 sigma², w the width of a row: n, rounded up to whole vectors and filled with 0.
/// </remarks>
internal sealed class Affinities
{
    /// <summary>A place so far off that its pull and push are 0 in double precision.</summary>
    public const double Far = 1e100;

    private const int Halvings = 64;

    /// <summary>Finds the affinities.</summary>
    /// <param name="points">At least two, all of one length d. // (n, d)</param>
    /// <param name="perplexity">About how many neighbours count; taken for 1 where it is less.</param>
    /// <param name="cancellation">Ends it between two points.</param>
    /// <exception cref="ArgumentException">There are fewer than two points, or their lengths differ.</exception>
    public Affinities(
        IReadOnlyList<ImmutableArray<double>> points, double perplexity, CancellationToken cancellation = default)
    {
        if (points.Count < 2 || points.Any(p => p.Length != points[0].Length))
        {
            throw new ArgumentException("Points of one length, and at least two, are needed.", nameof(points));
        }

        Count = points.Count;
        Width = (Count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        Rows = new double[Count * Width];
        var squares = new double[Count];                      // (n)
        for (var i = 0; i < Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var j = 0; j < Count; j++)
            {
                squares[j] = SquaredDistance(points[i].AsSpan(), points[j].AsSpan());
            }

            var row = Conditional(squares, i, perplexity);
            for (var j = 0; j < Count; j++)
            {
                Rows[i * Width + j] += row[j] / (2 * Count);
                Rows[j * Width + i] += row[j] / (2 * Count);
            }
        }
    }

    /// <summary>How many points there are: n.</summary>
    public int Count { get; }

    /// <summary>Length of a row: w.</summary>
    public int Width { get; }

    /// <summary>The affinities, row after row. // (n, w)</summary>
    public double[] Rows { get; }

    /// <summary>How probably point i would choose each other point as its neighbour. // (n)</summary>
    /// <param name="squares">Squared distances from point i. // (n)</param>
    /// <param name="i">The point.</param>
    /// <param name="perplexity">2 to the power of the entropy, in bits, that the choice should have.</param>
    internal static double[] Conditional(double[] squares, int i, double perplexity)
    {
        var nearest = squares.Where((_, j) => j != i).Min();
        var probabilities = new double[squares.Length];
        var (low, beta, high) = (0.0, 1.0, double.PositiveInfinity);
        var wanted = Math.Log(Math.Max(1, perplexity));
        for (var halving = 0; halving < Halvings; halving++)
        {
            var (sum, weighted) = (0.0, 0.0);
            for (var j = 0; j < squares.Length; j++)
            {
                var beyond = squares[j] - nearest;            // the nearest has 1: no sum is 0, however far all are
                probabilities[j] = j == i ? 0 : Math.Exp(-beta * beyond);
                sum += probabilities[j];
                weighted += beyond * probabilities[j];
            }

            for (var j = 0; j < squares.Length; j++)
            {
                probabilities[j] /= sum;
            }

            var entropy = Math.Log(sum) + beta * weighted / sum;         // in nats
            if (Math.Abs(entropy - wanted) < 1e-6)
            {
                break;
            }

            (low, high) = entropy > wanted ? (beta, high) : (low, beta);
            beta = double.IsInfinity(high) ? 2 * beta : (low + high) / 2;
        }

        return probabilities;
    }

    private static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
        {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }

        return sum;
    }
}
