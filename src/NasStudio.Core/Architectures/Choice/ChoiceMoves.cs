using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.Choice;

/// <summary>The elementary changes of an assignment: those that cannot be made in two valid steps.</summary>
/// <remarks>
/// Two valid assignments are neighbours when no other valid one takes each of its values from one of the two. Without
/// rules that is a change of one variable; where rules tie variables together (kernel 3 wants padding 1, kernel 5 wants
/// padding 2) they change together. The relation is mutual, and it joins the whole space: two assignments that are no
/// neighbours have a third between them that is nearer to both. So no rule can strand a local search.
/// </remarks>
internal sealed class ChoiceMoves(
    ChoiceDiagram diagram, ImmutableArray<ImmutableArray<string>> domains,
    IReadOnlyList<IReadOnlyDictionary<int, bool[]>> rules)
{
    /// <summary>Every neighbour, each once: first those that differ in one variable, in order.</summary>
    /// <param name="start">A valid assignment. // (variables)</param>
    public List<int[]> Of(int[] start)
    {
        List<int[]> found = [];
        Stack<int[]> broken = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var variable = 0; variable < start.Length; variable++)
        {
            for (var value = 0; value < domains[variable].Length; value++)
            {
                if (value != start[variable])
                {
                    Take(With(start, variable, value), isSingle: true);
                }
            }
        }

        // A rule that a change breaks is mended by changing another of its variables, and so on until all hold.
        while (broken.TryPop(out var values))
        {
            var rule = rules.First(r => r.All(term => term.Value[values[term.Key]]));
            foreach (var (variable, matches) in rule.Where(term => values[term.Key] == start[term.Key]))
            {
                for (var value = 0; value < matches.Length; value++)
                {
                    if (!matches[value] && !diagram.IsValid(With(start, variable, value)))
                    {
                        Take(With(values, variable, value), isSingle: false);
                    }
                }
            }
        }

        return found;

        void Take(int[] values, bool isSingle)
        {
            var isValid = diagram.IsValid(values);
            if (!seen.Add(string.Concat(values.Select(value => (char)value)))
                || !isSingle && diagram.CountBetween(start, values) > (isValid ? 2 : 1))
            {
                return;                                       // known, or a valid step lies between
            }

            if (isValid)
            {
                found.Add(values);
            }
            else
            {
                broken.Push(values);
            }
        }
    }

    private static int[] With(int[] values, int variable, int value)
    {
        int[] changed = [.. values];
        changed[variable] = value;
        return changed;
    }
}
