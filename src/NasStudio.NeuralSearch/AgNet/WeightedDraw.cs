using NasStudio.Core.Randomness;

namespace NasStudio.NeuralSearch.AgNet;

/// <summary>Draws positions in proportion to weights.</summary>
internal sealed class WeightedDraw
{
    private readonly double[] _cumulative;

    public WeightedDraw(IReadOnlyList<double> weights)
    {
        _cumulative = new double[weights.Count];
        var sum = 0.0;
        for (var i = 0; i < _cumulative.Length; i++)
        {
            _cumulative[i] = sum += weights[i];
        }
    }

    /// <summary>One position, with replacement.</summary>
    public int Next(RandomSource random)
    {
        var position = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return Math.Min(position >= 0 ? position + 1 : ~position, _cumulative.Length - 1);
    }
}
