using NasStudio.Core.Architectures.NasBenchNlp;
using NasStudio.Core.Randomness;
using NasStudio.Core.Trials;
using NasStudio.Neural.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.Neural.Tests.Language;

public sealed class LanguageTrainerTests
{
    private static readonly TextCorpus Opticks = TextCorpus.Of(TextCorpus.ReadOpticks(), TokenLevel.Character);
    private static readonly TrainLanguageOptions Quick = new()
    {
        HiddenSize = 32,
        Epochs = 2,
        BatchSize = 8,
        LearningRate = 0.02,
        MaxTrainTokens = 80_000,
    };
    private static readonly TextCorpus Alphabet = TextCorpus.Of(
        string.Concat(Enumerable.Repeat("abcd", 100)), TokenLevel.Character);
    private static readonly TrainLanguageOptions Tiny = new() { HiddenSize = 8, Epochs = 2, BatchSize = 4, SequenceLength = 7 };

    [Fact]
    public void An_LSTM_learns_far_more_than_how_frequent_each_character_is()
    {
        var heard = new List<LanguageEpoch>();

        var result = Train(Cells.Lstm, Quick, Opticks, 1, heard.Add);

        var frequencies = Opticks.Train.CountBy(token => token).Select(pair => pair.Value / (double)Opticks.Train.Length);
        var entropy = -frequencies.Sum(share => share * Math.Log(share));
        Assert.InRange(entropy, 3.0, 3.1);                             // nats per character
        Assert.InRange(result.ValidationLoss, 1, 0.75 * entropy);
        Assert.InRange(result.TestLoss, 1, 0.8 * entropy);
        Assert.Equal(2, heard.Count);
        Assert.True(heard[1].ValidationLoss < heard[0].ValidationLoss);
        Assert.Equal(heard[1].ValidationLoss, result.ValidationLoss);
    }

    [Fact]
    public void Equal_seeds_train_bitwise_equally_side_by_side()
    {
        var results = new double[3];

        Parallel.For(0, 3, i => results[i] = Train(Cells.Lstm, Tiny, Alphabet, seed: i / 2).ValidationLoss);

        Assert.Equal(results[0], results[1]);
        Assert.NotEqual(results[0], results[2]);
    }

    [Fact]
    public void What_is_certain_is_learned_with_two_layers_too()
    {
        var options = Tiny with { Epochs = 30, Layers = 2, LearningRate = 0.02 };

        Assert.InRange(Train(Cells.Simple, options, Alphabet, 1).TestLoss, 0, 0.1);
    }

    [Fact]
    public void A_model_remembers_from_stretch_to_stretch()
    {
        var trainer = new LanguageTrainer(Tiny, Alphabet, CPU);
        using var model = Model(Cells.Lstm, Tiny, Alphabet);
        trainer.Train(model, new RandomSource(1), null, CancellationToken.None);

        var inSevens = trainer.Evaluate(model, Alphabet.Validation, CancellationToken.None);
        var atOnce = new LanguageTrainer(Tiny with { SequenceLength = 100 }, Alphabet, CPU)
            .Evaluate(model, Alphabet.Validation, CancellationToken.None);

        Assert.Equal(atOnce, inSevens, 5);
    }

    [Fact]
    public void An_untrained_model_knows_nothing()
    {
        using var model = Model(Cells.Lstm, Tiny, Opticks);
        model.Fill(new RandomSource(1));

        Assert.Equal(Math.Log(Opticks.Vocabulary.Length),
            new LanguageTrainer(Tiny, Opticks, CPU).Evaluate(model, Opticks.Test[..200], CancellationToken.None), 1);
    }

    [Fact]
    public void Divergence_fails_with_its_reason()
        => Assert.Contains("diverged", Assert.Throws<EvaluationFailedException>(() => Train(
            NasBenchNlpCell.Parse(
                "a=linear(x,h_prev_0)|b=linear(x,h_prev_0)|c=elementwise_prod(a,b)|h_new_0=elementwise_prod(a,c)"),
            Tiny with { LearningRate = 1_000 }, Alphabet, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Training_leaks_no_tensor()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Train(Cells.Lstm, Tiny, Alphabet, 1);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_part_too_short_for_the_batch_is_refused()
        => Assert.Contains("40 places", Assert.Throws<ArgumentException>(
            () => new LanguageTrainer(Tiny with { BatchSize = 40 }, Alphabet, CPU)).Message, StringComparison.Ordinal);

    private static LanguageResult Train(
        NasBenchNlpCell cell, TrainLanguageOptions options, TextCorpus corpus, long seed, Action<LanguageEpoch>? heard = null)
    {
        using var model = Model(cell, options, corpus);
        return new LanguageTrainer(options, corpus, CPU)
            .Train(model, new RandomSource(seed), heard, CancellationToken.None);
    }

    private static LanguageModel Model(NasBenchNlpCell cell, TrainLanguageOptions options, TextCorpus corpus)
        => new(cell, corpus.Vocabulary.Length, options.HiddenSize, options.Layers);
}
