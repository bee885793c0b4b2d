using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using NasStudio.Neural.DataSets;

namespace NasStudio.Neural.Language;

/// <summary>What a text is cut into.</summary>
public enum TokenLevel
{
    /// <summary>Single characters, as they are.</summary>
    Character,

    /// <summary>Words in small letters, numbers, and every other sign for itself; ends of lines too, blanks
    /// not.</summary>
    Word,
}

/// <summary>A text as numbers, in three parts by position: the first 80 percent train, the next 10 validate, the last
/// 10 test.</summary>
/// <remarks>Only the training part makes the vocabulary: number 0 is everything else, then the tokens in ordinal order.
/// Immutable.</remarks>
public sealed partial class TextCorpus
{
    /// <summary>What stands for tokens outside the vocabulary.</summary>
    public const string Unknown = "<unk>";

    private const int MaxBytes = 16 << 20;
    private const double TrainShare = 0.8, HeldOutShare = 0.1;

    private TextCorpus(
        ImmutableArray<string> vocabulary, ImmutableArray<int> train, ImmutableArray<int> validation,
        ImmutableArray<int> test)
        => (Vocabulary, Train, Validation, Test) = (vocabulary, train, validation, test);

    /// <summary>The tokens by number; the first is <see cref="Unknown"/>.</summary>
    public ImmutableArray<string> Vocabulary { get; }

    /// <summary>What the weights learn from.</summary>
    public ImmutableArray<int> Train { get; }

    /// <summary>What the search chooses by.</summary>
    public ImmutableArray<int> Validation { get; }

    /// <summary>What is only reported on.</summary>
    public ImmutableArray<int> Test { get; }

    /// <summary>Cuts up a text.</summary>
    /// <param name="text">The text; ends of lines are "\n".</param>
    /// <param name="level">Into what.</param>
    /// <param name="minCount">How often a token is in the training part at least to be in the vocabulary.</param>
    /// <exception cref="ArgumentException">The text is too short to stand in three parts.</exception>
    public static TextCorpus Of(string text, TokenLevel level, int minCount = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = level == TokenLevel.Character
            ? text.Select(c => c.ToString()).ToArray()
            : Words().Matches(text.ToLowerInvariant()).Select(match => match.Value).ToArray();
        var trained = (int)(TrainShare * tokens.Length);
        var held = (int)(HeldOutShare * tokens.Length);
        if (held < 2)
            throw new ArgumentException($"{tokens.Length} tokens are too few for three parts.", nameof(text));
        ImmutableArray<string> vocabulary =
        [
            Unknown,
            .. tokens.Take(trained).CountBy(token => token).Where(pair => pair.Value >= minCount)
                .Select(pair => pair.Key).Order(StringComparer.Ordinal),
        ];
        var numbers = vocabulary.Select((token, number) => (token, number)).ToDictionary(StringComparer.Ordinal);
        ImmutableArray<int> all = [.. tokens.Select(token => numbers.GetValueOrDefault(token))];
        return new TextCorpus(
            vocabulary, all[..trained], all[trained..(trained + held)], all[(trained + held)..]);
    }

    /// <summary>Newton's Opticks, which is inside this assembly.</summary>
    public static string ReadOpticks()
    {
        const string name = "opticks.txt.gz";
        using var file = new DataSetStream(
            typeof(TextCorpus).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly."), name);
        return Encoding.ASCII.GetString(file.ReadToEnd(MaxBytes));
    }

    [GeneratedRegex(@"[a-z]+|[0-9]+|\n|[^\sa-z0-9]")]
    private static partial Regex Words();
}
