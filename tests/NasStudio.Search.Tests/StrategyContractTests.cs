using NasStudio.Core.Trials;
using NasStudio.Testing;

namespace NasStudio.Search.Tests;

/// <summary>The contract suite's part for strategies with checkpoints, held by the smallest of them.</summary>
public sealed class StrategyContractTests : StrategyContract
{
    protected override IStrategy Create(StrategyContext context) => new Wanderer(context);

    [Fact]
    public void Without_its_checkpoint_it_would_not_go_on_equally()
    {
        var trials = Search(Context());
        var forgetful = Create(Context());
        forgetful.Tell([.. trials.Take(20)]);
        var next = forgetful.Ask(1, CancellationToken.None)[0];
        Assert.NotEqual(trials[20].Proposal.Latent!.Value[0], next.Latent!.Value[0]);
    }

    /// <summary>Random search whose latent is a sum over all batches so far: state that only a checkpoint
    /// holds.</summary>
    private sealed class Wanderer(StrategyContext context) : ICheckpointedStrategy
    {
        private readonly RandomSearch _search = new(context, new RandomSearchOptions { BatchSize = 4 });
        private double _position;
        private int _told;

        public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
        {
            var batch = _search.Ask(limit, cancellation);
            _position += context.Random.Fork("step", _told).NextGaussian();
            return [.. batch.Select(p => p with { Latent = [_position] })];
        }

        public void Tell(IReadOnlyList<Trial> batch)
        {
            _search.Tell(batch);
            _told += batch.Count;
        }

        public void Save(string folder) => File.WriteAllText(Path.Combine(folder, "position"), $"{_position:R}");

        public void Load(string folder) => _position = double.Parse(File.ReadAllText(Path.Combine(folder, "position")));
    }
}
