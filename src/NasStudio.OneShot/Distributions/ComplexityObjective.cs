using System.ComponentModel.DataAnnotations;
using NasStudio.Search;

namespace NasStudio.OneShot.Distributions;

/// <summary>What one distribution of a pool minimises: the loss, and how large the architecture is.</summary>
public abstract class ComplexityObjective
{
    /// <summary>What a unit of complexity costs in units of the loss; at least 0.</summary>
    public double Coefficient { get; private protected set; }

    /// <summary>The size that is asked for; null where the coefficient alone decides.</summary>
    public virtual double? Target => null;

    /// <summary>The value to minimise.</summary>
    /// <param name="loss">Loss of an architecture.</param>
    /// <param name="size">Its size, in the units of the table.</param>
    public abstract double Of(double loss, double size);

    /// <summary>Learns from how large the architectures of its distribution have become, after each update.</summary>
    /// <param name="expectedSize">Their mean size.</param>
    public virtual void Adapt(double expectedSize) { }

    /// <summary>Takes the coefficient of a checkpoint over.</summary>
    public virtual void Restore(double coefficient) => Coefficient = coefficient;
}

/// <summary>loss + coefficient x R, R from 0 for the smallest architecture to 1 for the largest.</summary>
/// <remarks>Noda et al., "Efficient Search of Multiple Neural Architectures with Different Complexities via Importance
/// Sampling", ICANN 2022. Derived here: the scale of R.</remarks>
public sealed class WeightedComplexity : ComplexityObjective
{
    private readonly ComplexityTable _table;

    /// <summary>An objective.</summary>
    /// <param name="table">How large architectures are.</param>
    /// <param name="coefficient">epsilon; finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The coefficient is negative or no number.</exception>
    public WeightedComplexity(ComplexityTable table, double coefficient)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!double.IsFinite(coefficient) || coefficient < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(coefficient), coefficient, "A coefficient is at least 0.");
        }

        (_table, Coefficient) = (table, coefficient);
    }

    /// <inheritdoc/>
    public override double Of(double loss, double size) => loss + Coefficient * _table.Normalise(size);

    /// <inheritdoc/>
    public override void Restore(double coefficient)
    {
        if (coefficient != Coefficient)
        {
            throw new ArgumentException(
                $"The coefficient kept is {coefficient}, that of this search {Coefficient}.", nameof(coefficient));
        }
    }
}

/// <summary>Options of <see cref="TargetComplexity"/>.</summary>
public sealed record TargetOptions
{
    /// <summary>The coefficient in the beginning.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    [Display(Name = "First coefficient", Description = "What being twice as large as the target costs at first, in units of the loss.",
        GroupName = "1, about the loss of a network that has learned little")]
    public double FirstCoefficient { get; init; } = 1;

    /// <summary>How fast the coefficient adapts.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Adaptation rate",
        Description = "By how much the logarithm of the coefficient grows in an update while architectures are twice too large.",
        GroupName = "0.1, our choice")]
    public double Rate { get; init; } = 0.1;
}

/// <summary>loss + coefficient x max(0, R / R* - 1): whatever is larger than the target pays. The coefficient grows while the
/// distribution's architectures are too large on average, and shrinks while they are smaller.</summary>
/// <remarks>Derived here. A weighted sum can only be made to reach sizes on the convex hull of loss and size; a hinge reaches
/// all. R* is the largest existing size that is not above the size asked for.</remarks>
public sealed class TargetComplexity : ComplexityObjective
{
    private const double Least = 1e-3, Most = 1e3;
    private readonly TargetOptions _options;
    private readonly double _target;

    /// <summary>An objective.</summary>
    /// <param name="sizes">Which sizes exist.</param>
    /// <param name="target">Largest size allowed.</param>
    /// <param name="options">How the coefficient adapts.</param>
    /// <exception cref="ArgumentOutOfRangeException">Every architecture is larger; names the smallest size.</exception>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public TargetComplexity(ExistingSizes sizes, double target, TargetOptions options)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        _options = OptionsValidation.Validate(options);
        (_target, Coefficient) = (sizes.NotAbove(target), options.FirstCoefficient);
    }

    /// <inheritdoc/>
    public override double? Target => _target;

    /// <inheritdoc/>
    public override double Of(double loss, double size) => loss + Coefficient * Excess(size);

    /// <inheritdoc/>
    public override void Adapt(double expectedSize)
    {
        var relative = Math.Clamp(_target > 0 ? expectedSize / _target - 1 : expectedSize, -1, 1);
        Coefficient = Math.Clamp(Coefficient * Math.Exp(_options.Rate * relative), Least, Most);
    }

    /// <inheritdoc/>
    public override void Restore(double coefficient)
    {
        if (coefficient is not (>= Least and <= Most))
        {
            throw new ArgumentException($"{coefficient} is no coefficient of a target.", nameof(coefficient));
        }

        Coefficient = coefficient;
    }

    private double Excess(double size) => Math.Max(0, _target > 0 ? size / _target - 1 : size);
}
