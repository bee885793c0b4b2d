using System.Numerics;
using System.Text;
using NasStudio.Core.Randomness;

namespace NasStudio.Core.Architectures.Choice;

/// <summary>All valid assignments of a definition as one decision diagram: they are counted, numbered and drawn from
/// exactly, however many there are and however few of all combinations they be.</summary>
/// <remarks>
/// An ordered multi-valued decision diagram (Srinivasan, Kam, Malik and Brayton, "Algorithms for Discrete Function
/// Manipulation", ICCAD 1990). Variables are decided one by one; a node stands for all beginnings after which the same
/// rules are still open, that is begun and matched so far. Nodes grow with the number of rules that are open at once,
/// therefore the variables are put in an order that closes rules soon. A definition whose diagram would be larger than
/// <see cref="MaxEdges"/> is refused: no fallback could promise to be uniform or to end.
/// </remarks>
internal sealed class ChoiceDiagram
{
    /// <summary>Most edges of a diagram; one without rules has an edge for each value.</summary>
    public const int MaxEdges = 100_000;

    private const int Forbidden = -1;

    private readonly int[] _order;                            // depth -> variable
    private readonly List<int[][]> _children;                 // depth, node, value -> node of the next depth
    private readonly BigInteger[][] _counts;                  // depth, node -> valid ends

    private ChoiceDiagram(int[] order, List<int[][]> children)
    {
        (_order, _children) = (order, children);
        _counts = new BigInteger[order.Length + 1][];
        _counts[^1] = [BigInteger.One];
        for (var depth = order.Length - 1; depth >= 0; depth--)
        {
            var below = _counts[depth + 1];
            _counts[depth] = [.. children[depth].Select(node => node.Aggregate(
                BigInteger.Zero, (sum, child) => child == Forbidden ? sum : sum + below[child]))];
        }
    }

    /// <summary>How many assignments are valid.</summary>
    public BigInteger Count => _counts[0][0];

    /// <summary>The diagram of some rules; null where it would be too large.</summary>
    /// <param name="sizes">Number of values of each variable. // (variables)</param>
    /// <param name="rules">For each rule, the variables it speaks of, each with which of its values match.</param>
    public static ChoiceDiagram? Of(int[] sizes, IReadOnlyList<IReadOnlyDictionary<int, bool[]>> rules)
    {
        var order = Order(sizes.Length, rules);
        var depthOf = new int[sizes.Length];
        for (var depth = 0; depth < order.Length; depth++)
        {
            depthOf[order[depth]] = depth;
        }

        // A state is the open rules, one character each, ascending.
        int[] first = [.. rules.Select(rule => rule.Keys.Min(v => depthOf[v]))];
        int[] last = [.. rules.Select(rule => rule.Keys.Max(v => depthOf[v]))];
        List<int[][]> children = [];
        List<string> states = [""];
        var edges = 0;
        for (var depth = 0; depth < order.Length; depth++)
        {
            var variable = order[depth];
            edges += states.Count * sizes[variable];
            if (edges > MaxEdges)
            {
                return null;
            }

            int[] begun = [.. Enumerable.Range(0, rules.Count).Where(r => first[r] == depth)];
            Dictionary<string, int> numbers = new(StringComparer.Ordinal);
            List<string> next = [];
            children.Add([.. states.Select(state => Enumerable.Range(0, sizes[variable])
                .Select(value => Child([.. state.Select(c => (int)c).Concat(begun).Order()], value)).ToArray())]);
            states = next;

            int Child(int[] open, int value)
            {
                var left = new StringBuilder();
                foreach (var rule in open)
                {
                    var matches = !rules[rule].TryGetValue(variable, out var terms) || terms[value];
                    if (matches && last[rule] == depth)
                    {
                        return Forbidden;
                    }

                    if (matches)
                    {
                        left.Append((char)rule);
                    }
                }

                var key = left.ToString();
                if (!numbers.TryGetValue(key, out var number))
                {
                    numbers.Add(key, number = next.Count);
                    next.Add(key);
                }

                return number;
            }
        }

        return new ChoiceDiagram(order, children);
    }

    /// <summary>Whether an assignment is valid. // (variables)</summary>
    public bool IsValid(ReadOnlySpan<int> values)
    {
        var node = 0;
        for (var depth = 0; depth < _order.Length && node != Forbidden; depth++)
        {
            node = _children[depth][node][values[_order[depth]]];
        }

        return node != Forbidden;
    }

    /// <summary>How many valid assignments take each value from one of two assignments, both included.</summary>
    public BigInteger CountBetween(int[] one, int[] other)
    {
        Dictionary<int, BigInteger> ways = new() { [0] = BigInteger.One };
        for (var depth = 0; depth < _order.Length; depth++)
        {
            var variable = _order[depth];
            int[] values = one[variable] == other[variable] ? [one[variable]] : [one[variable], other[variable]];
            Dictionary<int, BigInteger> next = [];
            foreach (var (node, count) in ways)
            {
                foreach (var child in values.Select(value => _children[depth][node][value]).Where(c => c != Forbidden))
                {
                    next[child] = next.GetValueOrDefault(child) + count;
                }
            }

            ways = next;
        }

        return ways.Values.Aggregate(BigInteger.Zero, (sum, count) => sum + count);
    }

    /// <summary>The valid assignment of a number, from 0 to <see cref="Count"/>. // (variables)</summary>
    public int[] At(BigInteger number)
    {
        var values = new int[_order.Length];
        var node = 0;
        for (var depth = 0; depth < _order.Length; depth++)
        {
            var (children, below) = (_children[depth][node], _counts[depth + 1]);
            var value = 0;
            for (; children[value] == Forbidden || number >= below[children[value]]; value++)
            {
                number -= children[value] == Forbidden ? 0 : below[children[value]];
            }

            (values[_order[depth]], node) = (value, children[value]);
        }

        return values;
    }

    /// <summary>A valid assignment, each with the same probability. // (variables)</summary>
    /// <remarks>A uniform number of as many bits as the count has, redrawn while it is too large: at least every second
    /// draw on average is taken, so that the draw ends.</remarks>
    public int[] Draw(RandomSource random)
    {
        var bits = (int)(Count - 1).GetBitLength();
        while (true)
        {
            var number = BigInteger.Zero;
            for (var left = bits; left > 0; left -= 64)
            {
                var taken = Math.Min(left, 64);
                number = (number << taken) + (random.NextBits() >> 64 - taken);
            }

            if (number < Count)
            {
                return At(number);
            }
        }
    }

    /// <summary>Next comes whichever variable leaves the fewest rules open, the first of equals.</summary>
    private static int[] Order(int variables, IReadOnlyList<IReadOnlyDictionary<int, bool[]>> rules)
    {
        List<int> order = [];
        HashSet<int> placed = [];
        while (order.Count < variables)
        {
            var next = Enumerable.Range(0, variables).Where(v => !placed.Contains(v)).MinBy(v => rules.Count(rule =>
                rule.Keys.Any(k => k == v || placed.Contains(k)) && !rule.Keys.All(k => k == v || placed.Contains(k))));
            order.Add(next);
            placed.Add(next);
        }

        return [.. order];
    }
}
