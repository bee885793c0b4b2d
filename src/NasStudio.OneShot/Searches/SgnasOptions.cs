using System.ComponentModel.DataAnnotations;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of <see cref="Sgnas"/>.</summary>
public sealed record SgnasOptions : LikeliestOptions
{
    /// <summary>How many sizes are asked for where none is named.</summary>
    [Range(1, 64)]
    [Display(Name = "Sizes", Description = "How many sizes are asked for where no target sizes are given: evenly spread, the largest "
        + "architecture's the last.", GroupName = "4, our choice, as many as importance-sampled ASNG has coefficients")]
    public int Sizes { get; init; } = 4;

    /// <summary>Passes in which the generator learns.</summary>
    [Range(1, 10_000)]
    [Display(Name = "Generator epochs", Description = "After the supernet's epochs, how many as long in which the generator learns on "
        + "validation batches and weights stay.", GroupName = "50, the code of Huang and Chu 2021")]
    public int GeneratorEpochs { get; init; } = 50;

    /// <summary>Rate of the generator.</summary>
    [Range(1e-8, 1.0)]
    [Display(Name = "Generator learning rate", Description = "Adam's rate for the generator.",
        GroupName = "0.001, the code of Huang and Chu 2021")]
    public double GeneratorRate { get; init; } = 1e-3;

    /// <summary>Width of the generator.</summary>
    [Range(1, 4_096)]
    [Display(Name = "Generator width", Description = "Numbers in the generator's hidden layers.",
        GroupName = "32, the channels in the code of Huang and Chu 2021")]
    public int GeneratorWidth { get; init; } = 32;

    /// <summary>lambda.</summary>
    [Range(0.0, 1e6)]
    [Display(Name = "Size penalty",
        Description = "What missing the size asked for costs: this times the square of the miss in hundredths of the range from "
        + "the smallest architecture to the largest.",
        GroupName = "0.0003, Huang and Chu 2021, there of millions of multiply-accumulates, of which targets spanned 40 and 180")]
    public double Penalty { get; init; } = 3e-4;

    /// <summary>How much dearer too large is than too small.</summary>
    [Range(1.0, 1e3)]
    [Display(Name = "Penalty above", Description = "What the penalty is multiplied by where the architecture is too large.",
        GroupName = "1.2, the code of Huang and Chu 2021")]
    public double PenaltyAbove { get; init; } = 1.2;

    /// <summary>tau of the generator's first epoch.</summary>
    [Range(0.01, 100.0)]
    [Display(Name = "First temperature", Description = "Temperature of the Gumbel softmax in the generator's first epoch.",
        GroupName = "5, Huang and Chu 2021")]
    public double FirstTemperature { get; init; } = 5;

    /// <summary>What tau is multiplied by after each epoch.</summary>
    [Range(0.1, 1.0)]
    [Display(Name = "Temperature decay", Description = "What the temperature is multiplied by after each of the generator's epochs.",
        GroupName = "0.95, Huang and Chu 2021")]
    public double TemperatureDecay { get; init; } = 0.95;

    /// <summary>How many architectures it ends with.</summary>
    public int Distributions => NumberListAttribute.Parse(Targets) is { Length: > 0 } targets ? targets.Length : Sizes;
}
