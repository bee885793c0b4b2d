using System.ComponentModel.DataAnnotations;

namespace NasStudio.Neural.Measures;

/// <summary>What is measured without training, and on what: the "training-free" evaluator of an experiment
/// file.</summary>
/// <remarks>"TE-NAS" below is Chen, Gong and Wang, ICLR 2021, and their code.</remarks>
public sealed record TrainingFreeOptions
{
    /// <summary>Data set whose images are used.</summary>
    [AllowedValues("digits", "fashion-mnist", "mnist", "cifar10", "imagenet16", "imagenet32", "imagenet64")]
    [Display(Name = "Data set", Description = "Images that pass through the untrained networks.",
        GroupName = "the one that comes with the studio")]
    public string Dataset { get; init; } = "digits";

    /// <summary>Seed of the split of the data set and of the images drawn from its training part.</summary>
    [Range(0, int.MaxValue)]
    [Display(Name = "Split seed", Description = "Which images are used; the same for every trial.",
        GroupName = "fixed, so that results compare")]
    public int SplitSeed { get; init; }

    /// <summary>B, images in a batch.</summary>
    [Range(2, 512)]
    [Display(Name = "Batch size",
        Description = "Images in a batch; the tangent kernel takes time with the square of it.",
        GroupName = "32, for a CPU; TE-NAS 64, naswot 128")]
    public int BatchSize { get; init; } = 32;

    /// <summary>How often everything is measured; the mean counts.</summary>
    [Range(1, 100)]
    [Display(Name = "Repeats", Description = "Draws of weights and images over which each measure is averaged.",
        GroupName = "3, TE-NAS")]
    public int Repeats { get; init; } = 3;

    /// <summary>C, channels of the first stage.</summary>
    [Range(1, 256)]
    [Display(Name = "Channels",
        Description = "Channels of the first stage; the second and third have two and four times as many.",
        GroupName = "4, for a CPU; TE-NAS 16")]
    public int Channels { get; init; } = 4;

    /// <summary>N, cells in each of the three stages.</summary>
    [Range(1, 20)]
    [Display(Name = "Cells a stage", Description = "How often the cell is repeated in each of the three stages.",
        GroupName = "1, TE-NAS")]
    public int CellsPerStage { get; init; } = 1;

    /// <summary>Samples among which linear regions are counted.</summary>
    [Range(2, 10_000)]
    [Display(Name = "Region samples",
        Description = "Patches of images, in thin networks, whose linear regions are counted; a smaller training set "
            + "is used several times.",
        GroupName = "1000, one batch of TE-NAS")]
    public int RegionSamples { get; init; } = 1_000;

    /// <summary>Whether the condition number of the neural tangent kernel is measured.</summary>
    [Display(Name = "Tangent kernel", Description = "Condition number of the neural tangent kernel.",
        GroupName = "Chen, Gong and Wang, ICLR 2021")]
    public bool Ntk { get; init; } = true;

    /// <summary>Whether linear regions are counted.</summary>
    [Display(Name = "Linear regions", Description = "Linear regions that a sample of image patches falls into.",
        GroupName = "Chen, Gong and Wang, ICLR 2021")]
    public bool Regions { get; init; } = true;

    /// <summary>Whether synaptic flow is measured.</summary>
    [Display(Name = "synflow", Description = "Synaptic flow; needs no images.", GroupName = "Tanaka et al. 2020")]
    public bool SynFlow { get; init; } = true;

    /// <summary>Whether jacob_cov is measured.</summary>
    [Display(Name = "jacob_cov", Description = "How little gradients with respect to images resemble each other.",
        GroupName = "Mellor et al., first version, 2020")]
    public bool JacobCov { get; init; } = true;

    /// <summary>Whether naswot is measured.</summary>
    [Display(Name = "naswot", Description = "How little the ReLU codes of images resemble each other.",
        GroupName = "Mellor et al., ICML 2021")]
    public bool NasWot { get; init; } = true;

    /// <summary>Whether the two measures of the loss's gradient are taken.</summary>
    [Display(Name = "snip and grad_norm", Description = "Connection sensitivity and size of the loss's gradient.",
        GroupName = "Lee et al. 2019; Abdelfattah et al. 2021")]
    public bool LossGradients { get; init; } = true;

    /// <summary>Returns the options when every one of them is allowed.</summary>
    /// <exception cref="ValidationException">Names the first option that is not, and what is allowed.</exception>
    internal TrainingFreeOptions Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }
}
