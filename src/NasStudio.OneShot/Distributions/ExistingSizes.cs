using System.Collections.Immutable;

namespace NasStudio.OneShot.Distributions;

/// <summary>Which sizes the architectures of a space have, and the most probable architecture of a given size.</summary>
/// <remarks>
/// Derived here: a knapsack over the terms of the table, each of which adds what its choice costs. Sizes that are whole numbers are
/// reckoned exactly while their greatest common divisor leaves at most <see cref="Cells"/> of them; finer ones, and
/// measured times, are rounded up to that many steps, so that nothing above a target is ever taken for below it.
/// </remarks>
public sealed class ExistingSizes
{
    /// <summary>Most sizes that are told apart.</summary>
    public const int Cells = 1 << 16;

    private const double Rounding = 1e-9, Never = 1e-300;
    private readonly ComplexityTable _table;
    private readonly double _unit;
    private readonly int[][] _costs;      // (terms, assignments), in units above the cheapest one
    private readonly bool[] _exists;      // (cells)

    /// <summary>The sizes of a space.</summary>
    public ExistingSizes(ComplexityTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _unit = Unit(table);
        _costs = [.. table.Terms.Select(term =>
            term.Costs.Select(cost => (int)Math.Ceiling((cost - term.Costs.Min()) / _unit - Rounding)).ToArray())];
        _exists = new bool[_costs.Sum(variable => variable.Max()) + 1];
        _exists[0] = true;
        foreach (var variable in _costs)
        {
            for (var size = _exists.Length - 1; size >= 0; size--)
            {
                _exists[size] = variable.Any(cost => cost <= size && _exists[size - cost]);
            }
        }
    }

    /// <summary>The largest existing size that is not above a size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Every architecture is larger; names the smallest size.</exception>
    public double NotAbove(double size) => _table.Smallest + _unit * CellNotAbove(size);

    /// <summary>The largest sizes that exist, the largest first; fewer where there are not as many.</summary>
    /// <param name="count">How many; at least 0.</param>
    public IEnumerable<double> Largest(int count) => Enumerable.Range(1, _exists.Length)
        .Select(below => _exists.Length - below).Where(cell => _exists[cell]).Take(count)
        .Select(cell => _table.Smallest + _unit * cell);

    /// <summary>The most probable architecture among those of the largest existing size that is not above a size.</summary>
    /// <param name="distribution">A distribution over the variables of the table.</param>
    /// <param name="size">Largest size allowed.</param>
    /// <param name="tolerance">By how much the architecture may be smaller than that existing size; at least 0, for instance
    /// the noise of a measured latency.</param>
    /// <returns>Indices of its choices. // (d)</returns>
    /// <exception cref="ArgumentOutOfRangeException">Every architecture is larger; names the smallest size.</exception>
    public ImmutableArray<int> Mode(ArchitectureDistribution distribution, double size, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        return Mode(distribution.AllProbabilities(), size, tolerance);
    }

    /// <summary>The same of variables that are drawn independently.</summary>
    /// <param name="probabilities">Of each choice of each variable. // (d)(choices)</param>
    /// <param name="size">Largest size allowed.</param>
    /// <param name="tolerance">By how much the architecture may be smaller than that existing size; at least 0.</param>
    /// <returns>Indices of its choices. // (d)</returns>
    /// <exception cref="ArgumentOutOfRangeException">Every architecture is larger; names the smallest size.</exception>
    public ImmutableArray<int> Mode(double[][] probabilities, double size, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        var limit = CellNotAbove(size);
        var best = new double[limit + 1];                      // largest log probability of each size
        Array.Fill(best, double.NegativeInfinity, 1, limit);
        var taken = new int[_costs.Length][];
        for (var j = 0; j < _costs.Length; j++)
        {
            (best, taken[j]) = Extend(best, _costs[j], _table.Terms[j].Probabilities(probabilities));
        }

        var lowest = Math.Max(0, limit - (int)Math.Min(limit, tolerance / _unit + Rounding));
        var at = Enumerable.Range(lowest, limit - lowest + 1).MaxBy(cell => best[cell]);
        var choices = new int[_table.Counts.Length];
        for (var j = _costs.Length - 1; j >= 0; j--)
        {
            _table.Terms[j].Assign(taken[j][at], choices);
            at -= _costs[j][taken[j][at]];
        }

        return [.. choices];
    }

    private static (double[] Best, int[] Taken) Extend(double[] before, int[] costs, double[] probabilities)
    {
        var (best, taken) = (new double[before.Length], new int[before.Length]);
        for (var size = 0; size < before.Length; size++)
        {
            best[size] = double.NegativeInfinity;
            for (var a = 0; a < costs.Length; a++)
            {
                var value = costs[a] <= size ? before[size - costs[a]] + Math.Log(Math.Max(probabilities[a], Never)) : double.NegativeInfinity;
                if (value > best[size])
                {
                    (best[size], taken[size]) = (value, a);
                }
            }
        }

        return (best, taken);
    }

    private int CellNotAbove(double size)
    {
        if (!(size >= _table.Smallest * (1 - Rounding)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, $"No architecture is that small; the smallest has {_table.Smallest:R}.");
        }

        var cell = (int)Math.Clamp(Math.Floor((size - _table.Smallest) / _unit + Rounding), 0, _exists.Length - 1);
        while (!_exists[cell])
        {
            cell--;
        }

        return cell;
    }

    /// <summary>The size of a cell: the greatest common divisor of all steps where that is a whole number and there are not
    /// too many cells.</summary>
    private static double Unit(ComplexityTable table)
    {
        var range = table.Largest - table.Smallest;
        var steps = table.Terms.SelectMany(term => term.Costs.Select(cost => cost - term.Costs.Min()));
        var divisor = steps.All(step => step == Math.Floor(step) && step < long.MaxValue)
            ? steps.Aggregate(0L, (common, step) => Divisor(common, (long)step)) : 0;
        return range == 0 ? 1 : divisor > 0 && range / divisor < Cells ? divisor : range / (Cells - 1);
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);
}
