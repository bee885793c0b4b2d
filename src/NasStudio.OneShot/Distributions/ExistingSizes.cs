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

    /// <summary>Most architectures that are looked at for one that wastes nothing.</summary>
    public const int Tries = 10_000;

    private const int Decimals = 9;                            // of log probabilities: sums in another order are equals
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
    /// <param name="isWasteful">Architectures that are passed over, as far as one of the <see cref="Tries"/> likeliest is
    /// none; null for none.</param>
    /// <returns>Indices of its choices. // (d)</returns>
    /// <exception cref="ArgumentOutOfRangeException">Every architecture is larger; names the smallest size.</exception>
    public ImmutableArray<int> Mode(
        ArchitectureDistribution distribution, double size, double tolerance, Func<ImmutableArray<int>, bool>? isWasteful = null)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        return Mode(distribution.AllProbabilities(), size, tolerance, isWasteful);
    }

    /// <summary>The same of variables that are drawn independently.</summary>
    /// <param name="probabilities">Of each choice of each variable. // (d)(choices)</param>
    /// <param name="size">Largest size allowed.</param>
    /// <param name="tolerance">By how much the architecture may be smaller than that existing size; at least 0.</param>
    /// <param name="isWasteful">Architectures that are passed over where possible; null for none.</param>
    /// <returns>Indices of its choices. // (d)</returns>
    /// <exception cref="ArgumentOutOfRangeException">Every architecture is larger; names the smallest size.</exception>
    public ImmutableArray<int> Mode(
        double[][] probabilities, double size, double tolerance, Func<ImmutableArray<int>, bool>? isWasteful = null)
    {
        ImmutableArray<int>? first = null;
        foreach (var mode in Likeliest(probabilities, size, tolerance).Take(isWasteful is null ? 1 : Tries))
        {
            if (isWasteful?.Invoke(mode) != true) return mode;
            first ??= mode;
        }

        return first!.Value;
    }

    /// <summary>The architectures of the largest existing size that is not above a size, the likeliest first.</summary>
    /// <remarks>Best first: what a part of the choices can still come to at most is known exactly from the knapsack, so that
    /// whole architectures leave the queue in order.</remarks>
    /// <param name="probabilities">Of each choice of each variable. // (d)(choices)</param>
    /// <param name="size">Largest size allowed.</param>
    /// <param name="tolerance">By how much they may be smaller than that existing size; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Every architecture is larger; names the smallest size.</exception>
    public IEnumerable<ImmutableArray<int>> Likeliest(double[][] probabilities, double size, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        var limit = CellNotAbove(size);
        return Likeliest(
            [.. _table.Terms.Select(term => term.Probabilities(probabilities).Select(p => Math.Log(Math.Max(p, Never))).ToArray())],
            Math.Max(0, limit - (int)Math.Min(limit, tolerance / _unit + Rounding)), limit);
    }

    private IEnumerable<ImmutableArray<int>> Likeliest(double[][] logs, int lowest, int limit)
    {
        var best = new double[_costs.Length + 1][];            // (terms + 1, cells): the largest log probability of the first terms
        best[0] = new double[limit + 1];
        Array.Fill(best[0], double.NegativeInfinity, 1, limit);
        for (var j = 0; j < _costs.Length; j++)
        {
            best[j + 1] = Extend(best[j], _costs[j], logs[j]);
        }

        var queue = new PriorityQueue<Open, (double Loss, int Terms)>();           // of equals the one that is nearest to an end
        for (var cell = lowest; cell <= limit; cell++)
        {
            Add(new Open(_costs.Length, cell, 0, null));
        }

        while (queue.TryDequeue(out var open, out _))
        {
            if (open.Terms == 0)
            {
                yield return Choices(open);
                continue;
            }

            var term = open.Terms - 1;
            for (var a = 0; a < _costs[term].Length; a++)
            {
                if (_costs[term][a] <= open.Cell)
                {
                    Add(new Open(term, open.Cell - _costs[term][a], open.Log + logs[term][a], new Taken(term, a, open.Taken)));
                }
            }
        }

        void Add(Open open)
        {
            var most = best[open.Terms][open.Cell] + open.Log;
            if (most > double.NegativeInfinity) queue.Enqueue(open, (Math.Round(-most, Decimals), open.Terms));
        }
    }

    private ImmutableArray<int> Choices(Open open)
    {
        var choices = new int[_table.Counts.Length];
        for (var taken = open.Taken; taken is not null; taken = taken.Rest)
        {
            _table.Terms[taken.Term].Assign(taken.Assignment, choices);
        }

        return [.. choices];
    }

    private static double[] Extend(double[] before, int[] costs, double[] logs)
    {
        var best = new double[before.Length];
        for (var size = 0; size < before.Length; size++)
        {
            best[size] = double.NegativeInfinity;
            for (var a = 0; a < costs.Length; a++)
            {
                if (costs[a] <= size) best[size] = Math.Max(best[size], before[size - costs[a]] + logs[a]);
            }
        }

        return best;
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

    /// <summary>Terms that are still to be assigned, the cells left to them, and what the others come to.</summary>
    private readonly record struct Open(int Terms, int Cell, double Log, Taken? Taken);

    /// <summary>The assignment of a term, and those of the terms after it.</summary>
    private sealed record Taken(int Term, int Assignment, Taken? Rest);
}
