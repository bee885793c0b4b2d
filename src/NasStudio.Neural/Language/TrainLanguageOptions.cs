using System.ComponentModel.DataAnnotations;

namespace NasStudio.Neural.Language;

/// <summary>How a recurrent cell is trained and measured: the "train-language" evaluator of an experiment
/// file.</summary>
/// <remarks>The defaults are for one CPU core. "Benchmark" below is NAS-Bench-NLP (Klyuchnikov et al. 2022), which
/// trains 600 units in three layers for 50 epochs.</remarks>
public sealed record TrainLanguageOptions
{
    /// <summary>What the text is cut into.</summary>
    [Display(Name = "Tokens", Description = "What the text is cut into.",
        GroupName = "character: the text is short; benchmark word")]
    public TokenLevel Tokens { get; init; } = TokenLevel.Character;

    /// <summary>How often a word is in the training part at least to be in the vocabulary.</summary>
    [Range(1, 1_000)]
    [Display(Name = "Least count",
        Description = "Words that the training part has less often are all one unknown word; characters all count.",
        GroupName = "3, common practice")]
    public int MinCount { get; init; } = 3;

    /// <summary>Most training tokens; 0 for all.</summary>
    [Range(0, 10_000_000)]
    [Display(Name = "Training tokens", Description = "Only so many tokens of the training part are used; 0 for all.",
        GroupName = "all")]
    public int MaxTrainTokens { get; init; }

    /// <summary>H, length of embedding and states.</summary>
    [Range(1, 2_048)]
    [Display(Name = "Size", Description = "Length of the embedding and of each state of the cell.",
        GroupName = "64, for a CPU; benchmark 400 and 600")]
    public int HiddenSize { get; init; } = 64;

    /// <summary>How many cells one above the other.</summary>
    [Range(1, 4)]
    [Display(Name = "Layers", Description = "How many cells stand one above the other.",
        GroupName = "1, for a CPU; benchmark 3")]
    public int Layers { get; init; } = 1;

    /// <summary>Passes over the training text.</summary>
    [Range(1, 1_000)]
    [Display(Name = "Epochs", Description = "Passes over the training text.", GroupName = "3; benchmark 50")]
    public int Epochs { get; init; } = 3;

    /// <summary>B, places at which the text is read side by side.</summary>
    [Range(1, 1_024)]
    [Display(Name = "Batch size", Description = "Places at which the text is read side by side.",
        GroupName = "32; benchmark 20")]
    public int BatchSize { get; init; } = 32;

    /// <summary>T, tokens through which a gradient goes back.</summary>
    [Range(1, 1_000)]
    [Display(Name = "Steps", Description = "Tokens through which a gradient goes back (truncated backpropagation).",
        GroupName = "35; benchmark 70 around which it varies")]
    public int SequenceLength { get; init; } = 35;

    /// <summary>Learning rate of the first step.</summary>
    [Range(1e-6, 1e3)]
    [Display(Name = "Learning rate", Description = "Adam's rate of the first step; it falls to 0 along half a cosine.",
        GroupName = "0.01, measured on the text; benchmark 0.001")]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Largest norm of all gradients together; 0 for no limit.</summary>
    [Range(0.0, 1e6)]
    [Display(Name = "Gradient limit", Description = "Gradients are scaled down to this norm; 0 for no limit.",
        GroupName = "0.25, benchmark")]
    public double GradientLimit { get; init; } = 0.25;

    /// <summary>Returns the options when every one of them is allowed.</summary>
    /// <exception cref="ValidationException">Names the first option that is not, and what is allowed.</exception>
    internal TrainLanguageOptions Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }
}
