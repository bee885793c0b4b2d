using NasStudio.Core.Randomness;
using NasStudio.Core.Statistics;

namespace NasStudio.OneShot.Distributions;

/// <summary>
/// The distribution of one integer variable: a Gaussian on the line of the choices' indices, rounded and cut off at the
/// ends. Everything but the choice itself is reckoned with the real number.
/// </summary>
/// <remarks>
/// Parameters kept: mean m and deviation sigma; the gradient is in the expectation parameters (m, m^2 + sigma^2), whose
/// inverse Fisher matrix is sigma^2 [[1, 2m], [2m, 4m^2 + 2 sigma^2]] (Akimoto et al., ICML 2019, section 4, for
/// exponential families). Derived here: coordinates, bounds (sigma in [1/4, half of the range], m within the range),
/// antithetic pairs, the continuous density as the weight of a sample.
/// </remarks>
internal sealed class IntegerDistribution(int choices) : VariableDistribution
{
    private const double SmallestSigma = 0.25;
    private readonly double _last = choices - 1;

    public override int Parameters => 2;

    public override int Freedoms => choices == 1 ? 0 : 2;

    public override double AttainableProbability => choices == 1
        ? 1 : 1 - NormalDistribution.Above(0.5 / SmallestSigma) * 2;

    public override void Start(Span<double> parameters) => (parameters[0], parameters[1]) = (_last / 2, Sigma(_last / 2));

    public override double Draw(ReadOnlySpan<double> parameters, RandomSource random)
        => choices == 1 ? 0 : parameters[0] + parameters[1] * random.NextGaussian();

    public override double Antithesis(ReadOnlySpan<double> parameters, double value, RandomSource random)
        => choices == 1 ? 0 : 2 * parameters[0] - value;

    public override int Choice(double value) => (int)Math.Clamp(Math.Round(value), 0, _last);

    public override double LogDensity(ReadOnlySpan<double> parameters, double value)
    {
        var z = (value - parameters[0]) / parameters[1];
        return choices == 1 ? 0 : -z * z / 2 - Math.Log(parameters[1] * Math.Sqrt(2 * Math.PI));
    }

    public override void Probabilities(ReadOnlySpan<double> parameters, Span<double> probabilities)
    {
        var above = 1.0;                                       // that a choice is at least a
        for (var a = 0; a < choices; a++)
        {
            var next = a == choices - 1 ? 0 : NormalDistribution.Above((a + 0.5 - parameters[0]) / parameters[1]);
            (probabilities[a], above) = (Math.Max(0, above - next), next);
        }
    }

    public override void AddGradient(
        ReadOnlySpan<double> parameters, double value, double weight, Span<double> gradient)
    {
        if (choices > 1)
        {
            var (m, sigma) = (parameters[0], parameters[1]);
            gradient[0] += weight * (value - m);
            gradient[1] += weight * (value * value - m * m - sigma * sigma);
        }
    }

    /// <summary>v = (g_1 / sigma, (g_2 - 2 m g_1) / (sqrt(2) sigma^2)); for one sample these are z and
    /// (z^2 - 1) / sqrt(2).</summary>
    public override void Coordinates(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> gradient, Span<double> coordinates)
    {
        if (choices > 1)
        {
            var (m, sigma) = (parameters[0], parameters[1]);
            coordinates[0] = gradient[0] / sigma;
            coordinates[1] = (gradient[1] - 2 * m * gradient[0]) / (Math.Sqrt(2) * sigma * sigma);
        }
    }

    public override void Move(Span<double> parameters, ReadOnlySpan<double> gradient, double rate)
    {
        var (m, sigma) = (parameters[0], parameters[1]);
        var mean = m + rate * gradient[0];
        var variance = m * m + sigma * sigma + rate * gradient[1] - mean * mean;
        parameters[0] = Math.Clamp(mean, 0, _last);
        parameters[1] = Sigma(Math.Sqrt(Math.Max(0, variance)));
    }

    public override bool IsValid(ReadOnlySpan<double> parameters)
        => parameters[0] >= 0 && parameters[0] <= _last && parameters[1] == Sigma(parameters[1]);

    private double Sigma(double wanted) => Math.Clamp(wanted, SmallestSigma, Math.Max(SmallestSigma, _last / 2));
}
