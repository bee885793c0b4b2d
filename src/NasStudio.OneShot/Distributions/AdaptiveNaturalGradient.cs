using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NasStudio.Search;

namespace NasStudio.OneShot.Distributions;

/// <summary>Options of <see cref="AdaptiveNaturalGradient"/>.</summary>
public sealed record AsngOptions
{
    /// <summary>alpha, how strong the signal has to be for the step to grow.</summary>
    [Range(1.0, 100.0, MinimumIsExclusive = true)]
    [Display(Name = "Signal threshold",
        Description = "How many times its size under pure noise the accumulated step has to have before steps grow.",
        GroupName = "1.5, Akimoto et al. 2019, section 4")]
    public double Alpha { get; init; } = 1.5;

    /// <summary>delta_0, the first step.</summary>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    [Display(Name = "First step", Description = "Length of the first step of a distribution, in the Fisher metric.",
        GroupName = "1, Akimoto et al. 2019, section 4; 0.3 in a supernet, measured on digits, where 1 often decides by a few noisy batches")]
    public double FirstStep { get; init; } = 1;

    /// <summary>Delta_max, how often smaller than the first step a step may become; less than 1 for no bound.</summary>
    [Range(0.0, 1e12)]
    [Display(Name = "Largest shrinkage",
        Description = "How many times smaller than the first a step may become; 0 for no bound, where noise can stop a search.",
        GroupName = "0, as in the public code of Akimoto et al. 2019")]
    public double LargestShrinkage { get; init; }
}

/// <summary>What became of one update.</summary>
public enum StepOutcome
{
    /// <summary>The distribution moved.</summary>
    Taken,

    /// <summary>It stayed: all samples were equally good.</summary>
    Tied,

    /// <summary>It stayed: hardly any weight lay on samples that were better or worse than others.</summary>
    Negligible,
}

/// <summary>What a checkpoint keeps of one distribution and its step.</summary>
/// <param name="Parameters">Those of the distribution. // (parameters)</param>
/// <param name="Path">s, the accumulated step. // (freedoms)</param>
/// <param name="Gamma">gamma, the size of s under pure noise, squared; in [0, 1] but for rounding, which may end a hair above.</param>
/// <param name="Delta">Delta, the first step over the present one; positive.</param>
public sealed record AsngState(
    ImmutableArray<double> Parameters, ImmutableArray<double> Path, double Gamma, double Delta);

/// <summary>Moves one distribution towards better architectures by natural gradient steps whose length adapts itself to how
/// much signal there is (ASNG).</summary>
/// <remarks>
/// Akimoto et al., "Adaptive Stochastic Natural Gradient Method for One-Shot Neural Architecture Search", ICML 2019, section
/// 4 and algorithm 2. With n freedoms: delta = delta_0 / Delta, beta = delta / sqrt(n); theta moves by delta g / |v|, where
/// v are the coordinates of g in the Fisher metric; s = (1 - beta) s + sqrt(beta (2 - beta)) v / |v|; gamma = (1 - beta)^2
/// gamma + beta (2 - beta); Delta = min(Delta_max, Delta exp(beta (gamma - |s|^2 / alpha))). Deviation: beta is never more
/// than 1, beyond which s would be no average; only steps longer than sqrt(n) are affected.
/// </remarks>
public sealed class AdaptiveNaturalGradient
{
    private const double Nothing = 1e-14, Rounding = 1e-9;
    private readonly AsngOptions _options;
    private readonly double _largestShrinkage;
    private double[] _path;

    /// <summary>A step that has not been taken yet.</summary>
    /// <param name="distribution">Is moved.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public AdaptiveNaturalGradient(ArchitectureDistribution distribution, AsngOptions options)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        Distribution = distribution;
        _options = OptionsValidation.Validate(options);
        _largestShrinkage = options.LargestShrinkage >= 1 ? options.LargestShrinkage : double.PositiveInfinity;
        _path = new double[distribution.Freedoms];
    }

    /// <summary>What is moved.</summary>
    public ArchitectureDistribution Distribution { get; }

    /// <summary>Delta: how many times shorter than the first step the next one is.</summary>
    public double Delta { get; private set; } = 1;

    /// <summary>gamma: the square of |s| to be expected of pure noise.</summary>
    public double Gamma { get; private set; }

    /// <summary>|s|^2: much above <see cref="Gamma"/> where the steps agree with one another.</summary>
    public double PathSquare => Square(_path);

    /// <summary>What a checkpoint keeps.</summary>
    public AsngState State => new(Distribution.Parameters, [.. _path], Gamma, Delta);

    /// <summary>Takes a kept state over, the distribution's too.</summary>
    /// <exception cref="ArgumentException">It belongs to other variables, or its numbers are out of bounds.</exception>
    public void Restore(AsngState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Path.IsDefault || state.Path.Length != _path.Length || !state.Path.All(double.IsFinite)
            || state.Gamma is not (>= 0 and <= 1 + Rounding) || !(state.Delta > 0) || !double.IsFinite(state.Delta))
        {
            throw new ArgumentException("This is no state of a step over these variables.", nameof(state));
        }

        Distribution.Restore(state.Parameters);
        (_path, Gamma, Delta) = ([.. state.Path], state.Gamma, state.Delta);
    }

    /// <summary>One step: up along the sum of weight x grad log density. Does nothing where the sum vanishes.</summary>
    /// <param name="samples">Architectures. // (N)</param>
    /// <param name="weights">How much each counts: its share times its utility; positive for good ones. // (N)</param>
    public StepOutcome Step(IReadOnlyList<ArchitectureSample> samples, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(weights);
        var gradient = new double[Distribution.Parameters.Length];
        for (var i = 0; i < samples.Count; i++)
        {
            Distribution.AddGradient(samples[i], weights[i], gradient);
        }

        var direction = Distribution.Coordinates(gradient);
        var length = Math.Sqrt(Square(direction));
        if (!(length > Nothing))
        {
            return StepOutcome.Tied;
        }

        var delta = _options.FirstStep / Delta;
        var beta = Math.Min(1, delta / Math.Sqrt(direction.Length));
        Distribution.Move(gradient, delta / length);
        for (var i = 0; i < _path.Length; i++)
        {
            _path[i] = (1 - beta) * _path[i] + Math.Sqrt(beta * (2 - beta)) * direction[i] / length;
        }

        Gamma = (1 - beta) * (1 - beta) * Gamma + beta * (2 - beta);
        Delta = Math.Min(_largestShrinkage, Delta * Math.Exp(beta * (Gamma - PathSquare / _options.Alpha)));
        return StepOutcome.Taken;
    }

    private static double Square(double[] vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += value * value;
        }

        return sum;
    }
}
