using NasStudio.Neural.Language;

namespace NasStudio.Neural.Tests.Language;

public sealed class TextCorpusTests
{
    [Fact]
    public void The_text_inside_the_assembly_is_the_one_that_its_licence_note_describes()
    {
        var text = TextCorpus.ReadOpticks();

        Assert.Equal(427_133, text.Length);
        Assert.Equal(438, text.Count(c => c == '\n'));
        Assert.StartsWith("My Design in this Book is not to explain the Properties of Light by Hypotheses", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_follow_each_other_in_the_text()
    {
        var text = TextCorpus.ReadOpticks();
        var corpus = TextCorpus.Of(text, TokenLevel.Character);

        Assert.Equal(text, string.Concat(corpus.Train.Concat(corpus.Validation).Concat(corpus.Test)
            .Select(number => number == 0 ? "?" : corpus.Vocabulary[number])));
        Assert.Equal(0.8, corpus.Train.Length / (double)text.Length, 5);
        Assert.Equal(0.1, corpus.Validation.Length / (double)text.Length, 5);
    }

    [Fact]
    public void Words_are_small_and_signs_stand_for_themselves()
    {
        var corpus = TextCorpus.Of(string.Concat(Enumerable.Repeat("The Rays, the 36 rays;\n", 4)), TokenLevel.Word);

        Assert.Equal([TextCorpus.Unknown, "\n", ",", "36", ";", "rays", "the"], corpus.Vocabulary.AsEnumerable());
        Assert.Equal(["the", "rays", ",", "the", "36", "rays", ";", "\n"],
            corpus.Train.Take(8).Select(number => corpus.Vocabulary[number]));
    }

    [Fact]
    public void Rare_tokens_and_those_that_only_come_later_are_unknown()
    {
        // 20 tokens: a x 15 and b in the training part of 16, then c
        var corpus = TextCorpus.Of(new string('a', 15) + "bccaa", TokenLevel.Character, minCount: 2);

        Assert.Equal([TextCorpus.Unknown, "a"], corpus.Vocabulary.AsEnumerable());
        Assert.Equal(0, corpus.Train[15]);
        Assert.Equal([0, 0], corpus.Validation.AsEnumerable());
        Assert.Equal([1, 1], corpus.Test.AsEnumerable());
    }

    [Fact]
    public void A_text_too_short_for_three_parts_is_refused()
        => Assert.Throws<ArgumentException>(() => TextCorpus.Of("too short", TokenLevel.Word));
}
