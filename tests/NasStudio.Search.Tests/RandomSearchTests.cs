using NasStudio.Testing;

namespace NasStudio.Search.Tests;

public sealed class RandomSearchTests : StrategyContract
{
    protected override IStrategy Create(StrategyContext context)
        => new RandomSearch(context, new RandomSearchOptions());

    [Fact]
    public void It_begins_with_the_random_starts_of_every_strategy()
        => Assert.Equal(
            InitialDesign.Draw(Context(seed: 3), 10),
            Search(Context(seed: 3)).Take(10).Select(t => t.Architecture));

    [Fact]
    public void The_size_of_a_batch_does_not_change_what_is_proposed()
    {
        var one = new RandomSearch(Context(), new RandomSearchOptions { BatchSize = 1 });
        var many = new RandomSearch(Context(), new RandomSearchOptions { BatchSize = 40 });
        var evaluator = new ToyEvaluator(Space);
        var all = many.Ask(40, CancellationToken.None);
        for (var told = 0; told < 40; told++)
        {
            var batch = one.Ask(40, CancellationToken.None);
            Assert.Equal(all[told], Assert.Single(batch));
            one.Tell(evaluator.Evaluate(batch, told));
        }
    }

    [Fact]
    public void With_repeats_a_small_space_is_never_exhausted()
    {
        var context = Context(space: new TinySpace());
        var options = new RandomSearchOptions { Distinct = Distinct.Nothing, BatchSize = 200 };
        var batch = new RandomSearch(context, options).Ask(200, CancellationToken.None);
        Assert.Equal(200, batch.Count);
        Assert.Equal(16, batch.Select(p => p.Architecture).Distinct().Count());
    }

    [Fact]
    public void Twins_are_left_out_when_asked_for()
    {
        // The tiny space's letter b is the identity, so a word computes what its number of a's says: five functions.
        var context = Context(space: new TinySpace());
        var options = new RandomSearchOptions { Distinct = Distinct.Function, BatchSize = 200 };
        Assert.Equal(5, new RandomSearch(context, options).Ask(200, CancellationToken.None).Count);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
        => Assert.Throws<ArgumentException>(
            () => new RandomSearch(Context(), new RandomSearchOptions { BatchSize = 0 }));
}
