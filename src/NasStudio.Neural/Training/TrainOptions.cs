using System.ComponentModel.DataAnnotations;

namespace NasStudio.Neural.Training;

/// <summary>How an architecture is trained and measured: the "train" evaluator of an experiment file.</summary>
/// <remarks>
/// The defaults are for "digits" on one CPU core: a network small and a schedule short enough that cells differ by
/// more than their seeds do. "Benchmark" below is Dong and Yang 2020, table 1 (CIFAR-10: 16 channels, 5 cells a
/// stage, 200 epochs).
/// </remarks>
public sealed record TrainOptions
{
    /// <summary>The <see cref="Supernet"/> that the run trains itself.</summary>
    public const string OwnSupernet = "own";

    /// <summary>Data set to train on.</summary>
    [AllowedValues("digits", "fashion-mnist", "mnist", "cifar10", "imagenet16", "imagenet32", "imagenet64")]
    [Display(Name = "Data set", Description = "Images to train, validate and test on.",
        GroupName = "the one that comes with the studio")]
    public string Dataset { get; init; } = "digits";

    /// <summary>Seed of the split into training, validation and test images.</summary>
    [Range(0, int.MaxValue)]
    [Display(Name = "Split seed", Description = "Which images train, validate and test; the same for every trial.",
        GroupName = "fixed, so that results compare")]
    public int SplitSeed { get; init; }

    /// <summary>Share of the images that validate.</summary>
    [Range(0.05, 0.45)]
    [Display(Name = "Validation share",
        Description = "Share of the images outside the test set that choose between architectures.",
        GroupName = "0.2, common practice; the benchmark takes 0.5")]
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Most training images; 0 for all.</summary>
    [Range(0, 1_000_000)]
    [Display(Name = "Training images",
        Description = "Most images to train on, class by class; 0 for all. Of ImageNet no more is read than is needed for them.",
        GroupName = "all")]
    public int MaxTrainImages { get; init; }

    /// <summary>Side of the squares over which pixels are averaged; 1 for images as they are.</summary>
    [Range(1, 8)]
    [Display(Name = "Downsampling",
        Description = "Images are made smaller by averaging squares of so many pixels a side; 1 leaves them as they are.",
        Prompt = "pixels", GroupName = "1, benchmark")]
    public int Downsample { get; init; } = 1;

    /// <summary>C, channels of the first stage.</summary>
    [Range(1, 256)]
    [Display(Name = "Channels",
        Description = "Channels of the first stage; the second and third have two and four times as many.",
        GroupName = "measured on digits; benchmark 16")]
    public int Channels { get; init; } = 4;

    /// <summary>N, cells in each of the three stages.</summary>
    [Range(1, 20)]
    [Display(Name = "Cells a stage", Description = "How often the cell is repeated in each of the three stages.",
        GroupName = "measured on digits; benchmark 5")]
    public int CellsPerStage { get; init; } = 2;

    /// <summary>Passes over the training images.</summary>
    [Range(1, 1_000)]
    [Display(Name = "Epochs", Description = "Passes over the training images.",
        GroupName = "measured on digits; benchmark 12 or 200")]
    public int Epochs { get; init; } = 6;

    /// <summary>Images in one step.</summary>
    [Range(2, 4_096)]
    [Display(Name = "Batch size", Description = "Images in one step; a smaller rest of an epoch is left out.",
        GroupName = "measured on digits; benchmark 256")]
    public int BatchSize { get; init; } = 32;

    /// <summary>Learning rate of the first step.</summary>
    [Range(1e-6, 1e6)]
    [Display(Name = "Learning rate", Description = "Rate of the first step; it falls to 0 along half a cosine.",
        GroupName = "measured on digits; benchmark 0.1")]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Momentum of SGD, with Nesterov's correction.</summary>
    [Range(0.0, 0.999)]
    [Display(Name = "Momentum",
        Description = "Momentum of stochastic gradient descent, with Nesterov's correction where it is not 0.",
        GroupName = "0.9, benchmark")]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay.</summary>
    [Range(0.0, 1.0)]
    [Display(Name = "Weight decay", Description = "Pull of every weight towards 0.", GroupName = "0.0005, benchmark")]
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Share of the target given to all classes alike.</summary>
    [Range(0.0, 0.5)]
    [Display(Name = "Label smoothing", Description = "Share of the target that is spread over all classes.",
        GroupName = "0, benchmark")]
    public double LabelSmoothing { get; init; }

    /// <summary>Largest norm of all gradients together; 0 for no limit.</summary>
    [Range(0.0, 1e6)]
    [Display(Name = "Gradient limit", Description = "Gradients are scaled down to this norm; 0 for no limit.",
        GroupName = "0, benchmark")]
    public double GradientLimit { get; init; }

    /// <summary>Largest random shift of a training image; 0 for none.</summary>
    [Range(0, 16)]
    [Display(Name = "Shift",
        Description = "Each training image is shifted by up to so many pixels each way; 0 for not at all.",
        Prompt = "pixels", GroupName = "0 on digits; benchmark 4 on CIFAR-10")]
    public int Shift { get; init; }

    /// <summary>Whether training images are mirrored at random.</summary>
    [Display(Name = "Mirror", Description = "Each training image is mirrored left to right half of the time.",
        GroupName = "off on digits; benchmark on for CIFAR-10")]
    public bool Flip { get; init; }

    /// <summary>Epochs without a better validation accuracy after which training ends; 0 for never.</summary>
    [Range(0, 1_000)]
    [Display(Name = "Patience",
        Description = "Training ends after so many epochs without a better validation accuracy; 0 for never.",
        Prompt = "epochs", GroupName = "0, benchmark")]
    public int Patience { get; init; }

    /// <summary>
    /// Whether batch norms get fresh statistics, from unchanged training images, after the last step.
    /// </summary>
    [Display(Name = "Recalibrate batch norm",
        Description = "Batch norms get fresh statistics from the training images after the last step.",
        GroupName = "off, benchmark")]
    public bool RecalibrateBatchNorm { get; init; }

    /// <summary>Whose weights each training begins with.</summary>
    [RegularExpression("own|[0-9]{1,9}/[0-9]{1,16}", ErrorMessage =
        "empty, own, or the number of an experiment and the seed of one of its runs, for instance 12/0")]
    [Display(Name = "Inherited weights",
        Description = "The supernet that each training takes its first weights from: the number of an experiment, a slash and the seed "
        + "of its run, for instance 12/0; own for the supernet that the run trains itself; empty for weights drawn anew.",
        GroupName = "none, as comparisons train from scratch")]
    public string Supernet { get; init; } = "";

    /// <summary>Forward passes of which the median is the latency.</summary>
    [Range(3, 100_000)]
    [Display(Name = "Latency samples", Description = "Forward passes of one image, of which the median is the latency.",
        GroupName = "100, enough for a median steady to some per cent")]
    public int LatencySamples { get; init; } = 100;

    /// <summary>About how many images besides the publishers' test set are needed; 0 for all.</summary>
    public int MostImages => (int)Math.Min(int.MaxValue, Math.Ceiling(MaxTrainImages / (1 - ValidationShare)));

    /// <summary>Returns the options when every one of them is allowed.</summary>
    /// <exception cref="ValidationException">Names the first option that is not, and what is allowed.</exception>
    internal TrainOptions Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }
}
