namespace NasStudio.Performance.Reuse;

/// <summary>The architectures that are best for some coefficient, from the largest (coefficient 0) to the smallest, and from
/// where to where each is best.</summary>
internal sealed class Hull
{
    public Hull(BlockTable table)
    {
        var loss = table.Objective(0);
        double[] size = [.. table.Choices.Select(choices => table.Costs.Normalise(table.Costs.Of(choices)))];
        List<(int Row, double From, double To)> vertices = [];
        var at = Enumerable.Range(0, table.Rows).OrderBy(row => loss[row]).ThenBy(row => size[row]).First();
        for (var from = 0.0; ;)
        {
            int[] smaller = [.. Enumerable.Range(0, table.Rows).Where(row => size[row] < size[at])];
            if (smaller.Length == 0)
            {
                vertices.Add((at, from, double.PositiveInfinity));
                break;
            }

            // the coefficient at which a smaller one becomes as good
            var next = smaller.MinBy(row => (loss[row] - loss[at]) / (size[at] - size[row]));
            var to = (loss[next] - loss[at]) / (size[at] - size[next]);
            vertices.Add((at, from, to));
            (at, from) = (next, to);
        }

        Vertices = [.. vertices];
        Spread = loss.Max() - loss.Min();
    }

    /// <summary>How far the losses of all architectures are apart: with a larger coefficient, size outweighs any loss.</summary>
    public double Spread { get; }

    public (int Row, double From, double To)[] Vertices { get; }

    /// <summary>Coefficients in equal ratios over the shortest range (as a ratio) that holds the whole of two neighbouring
    /// corners of the front and a tenth (of its ratio) of the corner at either side, so four distinct optima; the middle
    /// one not larger than <see cref="Spread"/>.</summary>
    public double[] Close(int count)
    {
        var ranges =
            from i in Enumerable.Range(0, Math.Max(0, Vertices.Length - 3))
            let low = Vertices[i].From > 0 ? Inside(Vertices[i], 0.9) : 0.9 * Vertices[i].To
            let high = double.IsFinite(Vertices[i + 3].To) ? Inside(Vertices[i + 3], 0.1) : 1.1 * Vertices[i + 3].From
            where Math.Sqrt(low * high) <= Spread
            orderby high / low
            select (low, high);
        return ranges.Any() ? Between(ranges.First(), count)
            : throw new InvalidOperationException("The front of this table has not four corners that a loss could decide between.");
    }

    /// <summary>Coefficients in equal ratios from half the first threshold of the front to <see cref="Spread"/>.</summary>
    public double[] Wide(int count) => Between((Vertices[0].To / 2, Spread), count);

    private static double Inside((int, double From, double To) vertex, double share)
        => vertex.From * Math.Pow(vertex.To / vertex.From, share);

    private static double[] Between((double Low, double High) range, int count)
        => [.. Enumerable.Range(0, count).Select(i => range.Low * Math.Pow(range.High / range.Low, (double)i / (count - 1)))];
}
