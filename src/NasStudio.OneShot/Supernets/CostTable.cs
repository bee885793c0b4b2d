using System.Collections.Immutable;

namespace NasStudio.OneShot.Supernets;

/// <summary>
/// A cost of every architecture of a supernet (parameters, multiply-accumulates) as a sum of table entries, one for
/// each group of variables. Exact, and so are its expectation, its least and its largest value.
/// </summary>
public sealed class CostTable
{
    private readonly double _base;
    private readonly ImmutableArray<Group> _groups;

    private CostTable(double @base, ImmutableArray<Group> groups)
    {
        (_base, _groups) = (@base, groups);
        Least = @base + groups.Sum(group => group.Costs.Min());
        Most = @base + groups.Sum(group => group.Costs.Max());
    }

    /// <summary>The least cost of any architecture.</summary>
    public double Least { get; }

    /// <summary>The largest cost of any architecture.</summary>
    public double Most { get; }

    /// <summary>The groups and what each assignment of their variables adds to the cost of the first categories
    /// everywhere.</summary>
    internal ImmutableArray<Group> Groups => _groups;

    /// <summary>The cost of the first categories everywhere.</summary>
    internal double Base => _base;

    /// <summary>Makes the table by asking for the cost of every assignment of each group by itself.</summary>
    /// <param name="variables">The supernet's variables.</param>
    /// <param name="groups">Groups of variables whose costs depend on each other; every variable is in one of
    /// them.</param>
    /// <param name="cost">The cost of an assignment. // (variables)</param>
    public static CostTable Build(
        ImmutableArray<SupernetVariable> variables, ImmutableArray<ImmutableArray<int>> groups, Func<int[], double> cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        var first = new int[variables.Length];
        var least = cost(first);
        return new CostTable(least, [.. groups.Select(group =>
        {
            ImmutableArray<int> counts = [.. group.Select(variable => variables[variable].Categories.Length)];
            var assignments = counts.Aggregate(1, (product, count) => product * count);
            return new Group(group, counts, [.. Enumerable.Range(0, assignments).Select(number =>
            {
                var choices = (int[])first.Clone();
                Group.Assign(group, counts, number, choices);
                return cost(choices) - least;
            })]);
        })]);
    }

    /// <summary>The cost of an architecture.</summary>
    /// <param name="choices">Category of each variable. // (variables)</param>
    public double Of(ReadOnlySpan<int> choices)
    {
        var total = _base;
        foreach (var group in _groups) total += group.Costs[group.Number(choices)];
        return total;
    }

    /// <summary>The expected cost when variables are drawn independently.</summary>
    /// <param name="probabilities">Of each variable, of each category. // (variables)(C)</param>
    public double Expected(IReadOnlyList<IReadOnlyList<double>> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        var total = _base;
        var choices = new int[probabilities.Count];
        foreach (var group in _groups)
        {
            for (var number = 0; number < group.Costs.Length; number++)
            {
                Group.Assign(group.Variables, group.Counts, number, choices);
                total += group.Costs[number]
                    * group.Variables.Aggregate(1.0, (product, variable) => product * probabilities[variable][choices[variable]]);
            }
        }

        return total;
    }

    /// <summary>A cost between 0 (the least) and 1 (the largest); 0 where all architectures cost the same.</summary>
    public double Share(double cost) => Most > Least ? (cost - Least) / (Most - Least) : 0;

    /// <summary>Variables whose costs depend on each other.</summary>
    /// <param name="Variables">Their numbers.</param>
    /// <param name="Counts">How many categories each has.</param>
    /// <param name="Costs">What each assignment adds, the last variable fastest.</param>
    internal sealed record Group(ImmutableArray<int> Variables, ImmutableArray<int> Counts, ImmutableArray<double> Costs)
    {
        /// <summary>Number of the assignment that an architecture makes.</summary>
        public int Number(ReadOnlySpan<int> choices)
        {
            var number = 0;
            for (var i = 0; i < Variables.Length; i++) number = number * Counts[i] + choices[Variables[i]];
            return number;
        }

        /// <summary>Writes the assignment of a number.</summary>
        public static void Assign(ImmutableArray<int> variables, ImmutableArray<int> counts, int number, int[] choices)
        {
            for (var i = variables.Length - 1; i >= 0; i--)
            {
                choices[variables[i]] = number % counts[i];
                number /= counts[i];
            }
        }
    }
}
