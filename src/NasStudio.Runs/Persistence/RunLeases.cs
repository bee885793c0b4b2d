using Microsoft.EntityFrameworkCore;

namespace NasStudio.Runs.Persistence;

/// <summary>The right to execute a run, for as long as it is renewed.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Fence">Greater than that of every earlier holder.</param>
internal sealed record RunLease(long RunId, string Owner, long Fence);

/// <summary>The lease has gone to another executor; this one stops without another word.</summary>
internal sealed class LeaseLostException(long runId)
    : Exception($"The lease of run {runId} has gone to another process.");

/// <summary>Who may execute which run: one executor at a time, the next when its heartbeat has stopped.</summary>
internal sealed class RunLeases(
    StudioDatabase database, Presence presence, TimeProvider clock, StudioOptions options)
{
    /// <summary>Takes a run for this process.</summary>
    /// <inheritdoc cref="TryAcquireAsync(long, string, CancellationToken)"/>
    public Task<RunLease?> TryAcquireAsync(long runId, CancellationToken cancellation)
        => TryAcquireAsync(runId, presence.Owner, cancellation);

    /// <summary>
    /// Takes a run that is free, or whose holder has died or gone silent; null when it is in good hands.
    /// </summary>
    public Task<RunLease?> TryAcquireAsync(long runId, string owner, CancellationToken cancellation)
        => database.WriteAsync<RunLease?>(async context =>
        {
            await FreeDeadAsync(context, cancellation);
            var now = clock.GetUtcNow();
            var taken = await context.Leases.Where(l => l.RunId == runId && (l.Owner == null || l.ExpiresAt < now))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(l => l.Owner, owner).SetProperty(l => l.Fence, l => l.Fence + 1)
                        .SetProperty(l => l.ExpiresAt, now + options.LeaseDuration),
                    cancellation);
            return taken == 0
                ? null
                : new RunLease(runId, owner, await context.Leases.Where(l => l.RunId == runId).Select(l => l.Fence)
                    .SingleAsync(cancellation));
        }, cancellation);

    /// <summary>The heartbeat.</summary>
    /// <exception cref="LeaseLostException">Another executor holds the run now.</exception>
    public Task RenewAsync(RunLease lease, CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        await AssertHeldAsync(context, lease, cancellation);
        var expiry = clock.GetUtcNow() + options.LeaseDuration;
        return await context.Leases.Where(l => l.RunId == lease.RunId)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, expiry), cancellation);
    }, cancellation);

    /// <summary>Gives the run back; nothing happens when it is no longer held.</summary>
    public Task ReleaseAsync(RunLease lease) => database.WriteAsync(
        context => context.Leases.Where(l => l.RunId == lease.RunId && l.Fence == lease.Fence)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Owner, (string?)null)),
        CancellationToken.None);

    /// <summary>Whether nobody alive executes the run, read inside a transaction of the caller.</summary>
    public async Task<bool> IsFreeAsync(StudioContext context, long runId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await context.Leases.AnyAsync(
            l => l.RunId == runId && (l.Owner == null || l.ExpiresAt < now), cancellation);
    }

    /// <summary>Sets free what dead processes hold, inside a transaction of the caller.</summary>
    public async Task FreeDeadAsync(StudioContext context, CancellationToken cancellation)
    {
        var owners = await context.Leases.Where(l => l.Owner != null).Select(l => l.Owner!).Distinct()
            .ToListAsync(cancellation);
        foreach (var dead in owners.Where(presence.IsDead))
        {
            await context.Leases.Where(l => l.Owner == dead)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Owner, (string?)null), cancellation);
        }
    }

    /// <summary>
    /// First statement of each transaction of a holder: locks the lease's row, and refuses when it has changed hands.
    /// </summary>
    /// <exception cref="LeaseLostException">Another executor holds the run now.</exception>
    public static async Task AssertHeldAsync(StudioContext context, RunLease lease, CancellationToken cancellation)
    {
        var held = await context.Leases
            .Where(l => l.RunId == lease.RunId && l.Fence == lease.Fence && l.Owner == lease.Owner)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Fence, lease.Fence), cancellation);
        if (held == 0)
        {
            throw new LeaseLostException(lease.RunId);
        }
    }
}
