using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NasStudio.Runs.Live;

namespace NasStudio.Web.Api;

/// <summary>The live feed of an experiment as server-sent events.</summary>
internal static class EventStream
{
    private const int Backlog = 256;   // a slow reader loses the oldest: each event only says "ask again"
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);   // below the usual time-outs of proxies

    /// <summary>Begins with a "state", then every change; "ping" after a silence, so that a lost connection shows.</summary>
    public static async IAsyncEnumerable<SseItem<ChangeResource>> Of(
        LiveFeed feed, long experimentId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var changes = Channel.CreateBounded<LiveEvent>(
            new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        using var subscription = feed.Subscribe(experimentId, change => changes.Writer.TryWrite(change));
        yield return Item("state");
        while (!cancellation.IsCancellationRequested)
        {
            if (!await IsReadyAsync(changes.Reader, cancellation))
            {
                yield return Item("ping");
            }

            while (changes.Reader.TryRead(out var change))
            {
                yield return Item(Name(change.Kind), change.Seed, change.Number);
            }
        }
    }

    private static SseItem<ChangeResource> Item(string name, long? seed = null, int? number = null)
        => new(new ChangeResource(seed, number), name);

    private static string Name(LiveKind kind) => kind switch
    {
        LiveKind.State => "state",
        LiveKind.Trial => "trial",
        LiveKind.Round => "round",
        LiveKind.Progress => "progress",
        LiveKind.Log => "log",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No event has this kind."),
    };

    private static async Task<bool> IsReadyAsync(ChannelReader<LiveEvent> reader, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Silence);
        try
        {
            return await reader.WaitToReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
