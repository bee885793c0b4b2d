using System.Collections.Immutable;

namespace NasStudio.Runs.Motifs;

/// <summary>What the scores of motifs are, in plain words: on pages, over REST and in files.</summary>
/// <remarks>Ru, Wan, Dong and Osborne, "Interpretable Neural Architecture Search via Bayesian Optimisation with
/// Weisfeiler-Lehman Kernels", ICLR 2021, section 3.2.</remarks>
public static class MotifDefinitions
{
    /// <summary>Of <see cref="StudiedMotif.Effect"/>.</summary>
    public const string Effect =
        "With minus without: what the model expects on average of the learned architectures that hold the motif, less what it "
        + "expects of the others.";

    /// <summary>Of <see cref="StudiedMotif.Gradient"/>.</summary>
    public const string Gradient =
        "AG of the paper: by how much the expectation would grow if an architecture that holds the motif once held a little "
        + "more of it, all else as it is; the mean over such architectures.";

    /// <summary>Of <see cref="StudiedMotif.HoldersScore"/>.</summary>
    public const string HoldersScore =
        "Minus the mean gradient of all features, averaged over the architectures that hold the motif: where more of almost "
        + "anything would do harm, an architecture is good already. Guided searches rank by it: the upper quarter of the "
        + "motifs counts as good, the lower as bad.";

    /// <summary>Of <see cref="StudiedMotif.Support"/>.</summary>
    public const string Support = "How many of the learned architectures hold the motif.";

    /// <summary>Of the deviations.</summary>
    public const string Deviation =
        "The model's own standard deviation of the score: how far it may be off, if the model is right.";

    /// <summary>What scores are measured in.</summary>
    public const string Unit =
        "Standard deviations of what the run measured (of an accuracy the logarithm of its error); plus is better.";

    /// <summary>All of them, by the score's name.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["effect"] = Effect,
        ["gradient"] = Gradient,
        ["gradientByCount"] = "As the gradient, for each number of times that architectures hold the motif.",
        ["weightedGradient"] = "Those gradients, weighted by how often each number occurs.",
        ["holdersScore"] = HoldersScore,
        ["support"] = Support,
        ["deviation"] = Deviation,
        ["unit"] = Unit,
    }.ToImmutableSortedDictionary();
}
