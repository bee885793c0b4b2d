using NasStudio.Core.Randomness;

namespace NasStudio.OneShot.Distributions;

/// <summary>The categorical distribution of one variable: a probability for each category, none below a bound.</summary>
/// <remarks>
/// Parameters theta, gradient and coordinates: Akimoto et al., "Adaptive Stochastic Natural Gradient Method for One-Shot
/// Neural Architecture Search", ICML 2019, section 4. Deviation: the bound is the smaller of the published 1/(d (C - 1))
/// and 0.1/C, because the former alone cannot be kept with one variable and leaves nothing to choose with two of two
/// categories.
/// </remarks>
internal sealed class CategoricalDistribution(int categories, int freeVariables) : VariableDistribution
{
    private const double Tolerance = 1e-12;

    /// <summary>No probability is less.</summary>
    public double Bound { get; } = categories == 1
        ? 1 : Math.Min(1.0 / (freeVariables * (categories - 1.0)), 0.1 / categories);

    public override int Parameters => categories;

    public override int Freedoms => categories - 1;

    public override double AttainableProbability => 1 - (categories - 1) * Bound;

    public override void Start(Span<double> parameters) => parameters.Fill(1.0 / categories);

    public override double Draw(ReadOnlySpan<double> parameters, RandomSource random)
    {
        var left = random.NextDouble();
        for (var a = 0; a < categories - 1; a++)
        {
            left -= parameters[a];
            if (left < 0)
            {
                return a;
            }
        }

        return categories - 1;
    }

    public override double Antithesis(ReadOnlySpan<double> parameters, double value, RandomSource random)
        => Draw(parameters, random);

    public override int Choice(double value) => (int)value;

    public override double LogDensity(ReadOnlySpan<double> parameters, double value) => Math.Log(parameters[(int)value]);

    public override void Probabilities(ReadOnlySpan<double> parameters, Span<double> probabilities)
        => parameters.CopyTo(probabilities);

    public override void AddGradient(
        ReadOnlySpan<double> parameters, double value, double weight, Span<double> gradient)
    {
        for (var a = 0; a < categories; a++)
        {
            gradient[a] += weight * ((a == (int)value ? 1 : 0) - parameters[a]);
        }
    }

    /// <summary>v_a = g_a / sqrt(theta_a) + sqrt(theta_a) (g_1 + ... + g_(C-1)) / (theta_C + sqrt(theta_C)); its square is
    /// the sum of g^2 / theta over all categories.</summary>
    public override void Coordinates(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> gradient, Span<double> coordinates)
    {
        var sum = 0.0;
        for (var a = 0; a < categories - 1; a++)
        {
            sum += gradient[a];
        }

        var last = parameters[categories - 1];
        for (var a = 0; a < categories - 1; a++)
        {
            var root = Math.Sqrt(parameters[a]);
            coordinates[a] = gradient[a] / root + root * sum / (last + Math.Sqrt(last));
        }
    }

    /// <summary>Raises what fell below the bound, and takes the excess from each category in proportion to what it has above
    /// the bound: theta_a - (sum - 1) (theta_a - bound) / (sum - C bound). The same is written as bound + (theta_a - bound)
    /// (1 - C bound) / (sum - C bound), which no rounding takes below the bound.</summary>
    public override void Move(Span<double> parameters, ReadOnlySpan<double> gradient, double rate)
    {
        if (categories == 1)
        {
            return;
        }

        var free = 0.0;                                        // sum - C bound
        for (var a = 0; a < categories; a++)
        {
            parameters[a] = Math.Max(parameters[a] + rate * gradient[a], Bound);
            free += parameters[a] - Bound;
        }

        for (var a = 0; a < categories; a++)
        {
            parameters[a] = Bound + (parameters[a] - Bound) * ((1 - categories * Bound) / free);
        }
    }

    public override bool IsValid(ReadOnlySpan<double> parameters)
    {
        var sum = 0.0;
        foreach (var probability in parameters)
        {
            if (!(probability >= Bound - Tolerance))
            {
                return false;
            }

            sum += probability;
        }

        return Math.Abs(sum - 1) <= Tolerance;
    }
}
