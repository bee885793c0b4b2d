namespace NasStudio.OneShot.Tests.Distributions;

/// <summary>Plain ASNG on categorical variables, one array of probabilities each, written down a second time and straight
/// from the algorithm (Akimoto et al., ICML 2019), sharing nothing with the studio's: what the studio's is held against.</summary>
internal sealed class PlainAsng
{
    private const double Alpha = 1.5;
    private readonly double[][] _theta;
    private readonly double[] _s;
    private double _gamma;

    public PlainAsng(params int[] categories)
    {
        _theta = [.. categories.Select(c => Enumerable.Repeat(1.0 / c, c).ToArray())];
        _s = new double[categories.Sum(c => c - 1)];
    }

    public IReadOnlyList<double[]> Theta => _theta;

    public double Delta { get; private set; } = 1;

    public void Step(IReadOnlyList<int[]> samples, double[] losses)
    {
        var count = samples.Count;
        var quarter = (int)Math.Ceiling(count / 4.0);
        var sorted = losses.Order().ToArray();
        double Slot(int place) => (place < quarter ? 1.0 : 0) - (place >= count - quarter ? 1.0 : 0);
        double[] utilities = [.. losses.Select(loss => Enumerable.Range(0, count).Where(p => sorted[p] == loss).Average(Slot) / quarter)];
        if (utilities.All(u => u == 0))
        {
            return;
        }

        var gradient = _theta.Select((row, j) => row.Select((p, a) => samples.Select((sample, i) =>
            utilities[i] * ((sample[j] == a ? 1 : 0) - p)).Sum()).ToArray()).ToArray();
        List<double> v = [];
        foreach (var (row, g) in _theta.Zip(gradient))
        {
            var (last, sum) = (row[^1], g.SkipLast(1).Sum());
            v.AddRange(Enumerable.Range(0, row.Length - 1).Select(a =>
                g[a] / Math.Sqrt(row[a]) + Math.Sqrt(row[a]) * sum / (last + Math.Sqrt(last))));
        }

        var norm = Math.Sqrt(v.Sum(x => x * x));
        if (norm == 0)
        {
            return;
        }

        var (delta, beta) = (1 / Delta, 1 / Delta / Math.Sqrt(_s.Length));
        var variables = _theta.Count(row => row.Length > 1);
        foreach (var (row, g) in _theta.Zip(gradient))
        {
            var bound = Math.Min(1.0 / (variables * (row.Length - 1)), 0.1 / row.Length);
            for (var a = 0; a < row.Length; a++)
            {
                row[a] = Math.Max(row[a] + delta * g[a] / norm, bound);
            }

            var excess = (row.Sum() - 1) / (row.Sum() - row.Length * bound);
            double[] kept = [.. row.Select(p => p - excess * (p - bound))];
            for (var a = 0; a < row.Length; a++)
            {
                row[a] = kept[a] / kept.Sum();
            }
        }

        for (var i = 0; i < _s.Length; i++)
        {
            _s[i] = (1 - beta) * _s[i] + Math.Sqrt(beta * (2 - beta)) * v[i] / norm;
        }

        _gamma = (1 - beta) * (1 - beta) * _gamma + beta * (2 - beta);
        Delta *= Math.Exp(beta * (_gamma - _s.Sum(x => x * x) / Alpha));
    }
}
