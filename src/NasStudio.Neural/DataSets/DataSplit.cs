using System.Collections.Immutable;
using NasStudio.Core.Randomness;

namespace NasStudio.Neural.DataSets;

/// <summary>
/// Which images train, validate and test: disjoint indices into one data set, each part in random order.
/// </summary>
/// <param name="Seed">The seed that drew it; belongs in every result.</param>
/// <param name="Train">Images the weights learn from.</param>
/// <param name="Validation">Images the search chooses by.</param>
/// <param name="Test">Images only reported on.</param>
public sealed record DataSplit(
    long Seed, ImmutableArray<int> Train, ImmutableArray<int> Validation, ImmutableArray<int> Test)
{
    /// <summary>
    /// Splits class by class, so that every part has each class in the same share. A function of data set, fractions
    /// and split seed alone: every trial of every run sees the same three parts.
    /// </summary>
    /// <remarks>
    /// The publishers' test images are the test part where there are any; elsewhere the test part is as large as the
    /// validation part.
    /// </remarks>
    /// <param name="images">The data set.</param>
    /// <param name="seed">Seed of the split.</param>
    /// <param name="validationShare">Share of the images outside the publishers' test set, in (0, 0.5).</param>
    /// <param name="maxTrain">Keeps at most so many training images, class by class; 0 keeps all.</param>
    /// <exception cref="DataSetException">A class has too few images to stand in every part.</exception>
    public static DataSplit Stratified(ImageDataSet images, long seed, double validationShare = 0.2, int maxTrain = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTrain);
        if (!(validationShare is > 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(validationShare), validationShare,
                "Allowed: above 0 and below 0.5.");

        var random = new RandomSource(seed).Fork("data split");
        var available = images.Count - images.TestCount;
        var (train, validation, test) = (new List<int>(), new List<int>(), new List<int>());
        for (var label = 0; label < images.Classes; label++)
        {
            var members = MembersOf(images, label, available);
            if (members.Length == 0) continue;                        // a class that only the test set has
            random.Fork("class", label).Shuffle<int>(members);
            var held = (int)Math.Round(validationShare * members.Length);
            var tested = images.TestCount > 0 ? 0 : held;
            var left = members.Length - held - tested;
            if (held == 0 || left <= 0)
            {
                throw new DataSetException(images.Kind, $"class '{images.ClassNames[label]}'",
                    $"{members.Length} images",
                    "enough for every part of the split");
            }

            var kept = maxTrain == 0 ? left : Math.Clamp((int)((long)maxTrain * members.Length / available), 1, left);
            validation.AddRange(members.AsSpan(0, held));
            test.AddRange(members.AsSpan(held, tested));
            train.AddRange(members.AsSpan(held + tested, kept));
        }

        test.AddRange(Enumerable.Range(available, images.TestCount));
        return new DataSplit(seed, Mix(train, "train"), Mix(validation, "validation"), [.. test]);

        ImmutableArray<int> Mix(List<int> part, string name)
        {
            var order = part.ToArray();
            random.Fork(name).Shuffle<int>(order);
            return [.. order];
        }
    }

    private static int[] MembersOf(ImageDataSet images, int label, int available)
    {
        var labels = images.Labels.Span[..available];
        var members = new List<int>();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == label) members.Add(i);
        }

        return [.. members];
    }
}
