using System.Diagnostics;
using NasStudio.Neural.Latency;
using NasStudio.Neural.Tests.DataSets;

namespace NasStudio.Neural.Tests.Latency;

public sealed class MeasurementLockTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20), Short = TimeSpan.FromMilliseconds(150);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private MeasurementLock NewLock() => new(_folder.Path);

    [Fact]
    public void Trainings_share()
    {
        using var first = NewLock().EnterShared(CancellationToken.None);
        using var second = NewLock().EnterShared(CancellationToken.None);
        Assert.NotSame(first, second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_measurement_waits_for_what_runs(bool measured)
    {
        var running = measured ? NewLock().EnterExclusive(CancellationToken.None)
            : NewLock().EnterShared(CancellationToken.None);

        var waiting = Task.Run(() => NewLock().EnterExclusive(CancellationToken.None));
        await Task.Delay(Short);
        Assert.False(waiting.IsCompleted);
        running.Dispose();

        (await waiting.WaitAsync(Long)).Dispose();
    }

    [Fact]
    public async Task A_training_waits_for_a_measurement()
    {
        var measuring = NewLock().EnterExclusive(CancellationToken.None);

        var waiting = Task.Run(() => NewLock().EnterShared(CancellationToken.None));
        await Task.Delay(Short);
        Assert.False(waiting.IsCompleted);
        measuring.Dispose();

        (await waiting.WaitAsync(Long)).Dispose();
    }

    [Fact]
    public async Task A_waiting_measurement_is_not_overtaken_by_new_trainings()
    {
        var training = NewLock().EnterShared(CancellationToken.None);
        var measurement = Task.Run(() => NewLock().EnterExclusive(CancellationToken.None));
        await Task.Delay(Short);

        var late = Task.Run(() => NewLock().EnterShared(CancellationToken.None));
        await Task.Delay(Short);
        // a shared lock would be free, but someone waits before it
        Assert.False(late.IsCompleted);
        training.Dispose();

        var held = await measurement.WaitAsync(Long);
        Assert.False(late.IsCompleted);
        held.Dispose();
        (await late.WaitAsync(Long)).Dispose();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_leaves_nothing_locked()
    {
        var training = NewLock().EnterShared(CancellationToken.None);
        using var source = new CancellationTokenSource();
        var waiting = Task.Run(() => NewLock().EnterExclusive(source.Token));
        await Task.Delay(Short);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Long));
        training.Dispose();
        using var free = await Task.Run(() => NewLock().EnterExclusive(CancellationToken.None)).WaitAsync(Long);
    }

    [Fact]
    public async Task Never_two_where_one_measures()
    {
        var (measuring, training, faults) = (0, 0, 0);
        var workers = Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 15; i++)
            {
                if ((worker + i) % 4 == 0)
                {
                    using var alone = NewLock().EnterExclusive(CancellationToken.None);
                    if (Interlocked.Increment(ref measuring) != 1 || Volatile.Read(ref training) != 0) Interlocked.Increment(ref faults);
                    Thread.Sleep(1);
                    Interlocked.Decrement(ref measuring);
                }
                else
                {
                    using var together = NewLock().EnterShared(CancellationToken.None);
                    Interlocked.Increment(ref training);
                    if (Volatile.Read(ref measuring) != 0) Interlocked.Increment(ref faults);
                    Thread.Sleep(1);
                    Interlocked.Decrement(ref training);
                }
            }
        }));

        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(0, faults);
    }

    [FactOnLinux]
    public async Task Another_process_is_kept_out_and_its_death_frees_the_lock()
    {
        NewLock().EnterExclusive(CancellationToken.None).Dispose();   // makes the files
        using var holder = Process.Start(new ProcessStartInfo("flock")
        {
            ArgumentList = { "--no-fork", "--shared", Path.Combine(_folder.Path, "measurement.lock"), "sleep", "60" },
        })!;
        try
        {
            await Task.Delay(500);
            var waiting = Task.Run(() => NewLock().EnterExclusive(CancellationToken.None));
            await Task.Delay(Short);
            Assert.False(waiting.IsCompleted);

            holder.Kill();                                            // SIGKILL

            (await waiting.WaitAsync(Long)).Dispose();
        }
        finally
        {
            holder.Kill();
        }
    }
}

/// <summary>Runs only on Linux, where util-linux's flock plays the other process.</summary>
internal sealed class FactOnLinuxAttribute : FactAttribute
{
    public FactOnLinuxAttribute()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock")) Skip = "/usr/bin/flock is not installed";
    }
}
