using System.Collections.Immutable;
using System.Diagnostics;
using NasStudio.Core.Trials;
using NasStudio.Runs.Live;
using NasStudio.Runs.Queries;
using NasStudio.Web.Live;

namespace NasStudio.Web.Tests.Live;

public sealed class LiveExperimentTests
{
    private sealed class FakeSource : EmptySource
    {
        private Action<LiveEvent>? _listener;

        public List<TrialView> Trials { get; } = [];

        public List<LogLine> Lines { get; } = [];

        public List<long> AskedAfter { get; } = [];

        public int Gets { get; private set; }

        public bool IsBroken { get; set; }

        public void Publish(LiveKind kind) => _listener?.Invoke(new LiveEvent(1, kind));

        public bool HasListener => _listener is not null;

        public override Task<ExperimentView?> GetAsync(long id, CancellationToken cancellation)
        {
            Gets++;
            return IsBroken ? throw new IOException("the disk is gone") : Task.FromResult(id == 1 ? Sample.Experiment(0) : null);
        }

        public override Task<ImmutableArray<TrialView>> TrialsAsync(long id, long seed, long afterRevision, int limit, CancellationToken cancellation)
        {
            AskedAfter.Add(afterRevision);
            return Task.FromResult<ImmutableArray<TrialView>>(
                [.. Trials.Where(t => t.Seed == seed && t.Revision > afterRevision).OrderBy(t => t.Revision).Take(limit)]);
        }

        public override Task<ImmutableArray<RoundView>> RoundsAsync(long id, long seed, int after, CancellationToken cancellation)
            => Task.FromResult(ImmutableArray<RoundView>.Empty);

        public override Task<ImmutableArray<LogLine>> LogAsync(long id, long after, int limit, CancellationToken cancellation)
            => Task.FromResult<ImmutableArray<LogLine>>([.. Lines.Where(l => l.Id > after).Take(limit)]);

        public override IDisposable Subscribe(long id, Action<LiveEvent> listener)
        {
            _listener = listener;
            return new Unsubscriber(this);
        }

        private sealed class Unsubscriber(FakeSource source) : IDisposable
        {
            public void Dispose() => source._listener = null;
        }
    }

    private readonly FakeSource _source = new();

    private LiveExperiment Live(long id = 1) => new(_source, id, TimeProvider.System);

    [Fact]
    public async Task A_look_asks_only_for_what_is_newer_and_replaces_what_changed()
    {
        await using var live = Live();
        _source.Trials.AddRange([Sample.Trial(0, 90, 1, revision: 1), Sample.Trial(1, 0, 0, state: TrialState.Running, revision: 2)]);
        live.Refresh();
        await live.LookAsync();

        _source.Trials[1] = Sample.Trial(1, 93, 1, revision: 3);
        _source.Trials.Add(Sample.Trial(2, 80, 1, revision: 4));
        live.Refresh();
        await live.LookAsync();

        Assert.Equal([0, 2], _source.AskedAfter);
        Assert.Equal([0, 1, 2], live.Trials.Select(t => t.Number));
        Assert.Equal(93, live.Find(new TrialKey(0, 1))!.Metrics["val_acc"]);
        Assert.Null(live.Find(new TrialKey(5, 0)));
    }

    [Fact]
    public async Task Nothing_is_asked_when_nothing_changed()
    {
        await using var live = Live();
        live.Refresh();

        Assert.True(await live.LookAsync());
        Assert.False(await live.LookAsync());
        Assert.Equal(1, _source.Gets);
    }

    [Fact]
    public async Task Many_events_become_few_looks()
    {
        var changes = 0;
        await using var live = Live();
        var watch = Stopwatch.StartNew();
        live.Start(() => Task.FromResult(Interlocked.Increment(ref changes)));
        for (var n = 0; n < 100; n++)
        {
            _source.Publish(LiveKind.Trial);
            await Task.Delay(6);
        }

        Assert.InRange(changes, 1, 2 + (int)(watch.Elapsed / LiveExperiment.Beat));
    }

    [Fact]
    public async Task A_failed_look_says_why_and_the_next_one_asks_again()
    {
        await using var live = Live();
        (_source.IsBroken, var trial) = (true, Sample.Trial(0, 90, 1));
        _source.Trials.Add(trial);
        live.Refresh();
        await live.LookAsync();
        Assert.Equal("the disk is gone", live.Problem);

        _source.IsBroken = false;
        await live.LookAsync();

        Assert.Null(live.Problem);
        Assert.Equal(trial, Assert.Single(live.Trials));
    }

    [Fact]
    public async Task Log_lines_are_appended_once()
    {
        await using var live = Live();
        _source.Lines.Add(new(1, DateTimeOffset.UnixEpoch, 0, LogSeverity.Information, "one"));
        live.Refresh();
        await live.LookAsync();
        _source.Lines.Add(new(2, DateTimeOffset.UnixEpoch, 0, LogSeverity.Warning, "two"));
        live.Refresh();
        await live.LookAsync();

        Assert.Equal(["one", "two"], live.Log.Select(l => l.Text));
    }

    [Fact]
    public async Task A_first_picture_needs_no_trials()
    {
        await using var live = Live();
        await live.LookAtViewAsync();

        Assert.NotNull(live.View);
        Assert.False(live.HasTrials);
        Assert.Empty(_source.AskedAfter);
    }

    [Fact]
    public async Task An_unknown_experiment_is_loaded_and_absent()
    {
        await using var live = Live(id: 9);
        live.Refresh();
        await live.LookAsync();

        Assert.True(live.HasAnswered);
        Assert.Null(live.View);
    }

    [Fact]
    public async Task Disposing_ends_the_subscription()
    {
        var live = Live();
        live.Start(() => Task.CompletedTask);
        Assert.True(_source.HasListener);

        await live.DisposeAsync();

        Assert.False(_source.HasListener);
    }
}
