using System.Collections.Immutable;
using Microsoft.JSInterop;

namespace NasStudio.Web.Charts;

/// <summary>Keys of points that a browser sends.</summary>
internal static class Brushed
{
    /// <summary>At most so many are taken.</summary>
    public const int Limit = 10_000;

    private const int LongestKeyBytes = 32;         // a seed of 20 characters, a dot, a number of 10, a blank

    /// <summary>Reads keys parted by blanks. They come as a stream: a message may hold 32 kB only.</summary>
    /// <param name="sent">What the browser sends; null for no key.</param>
    public static async Task<ImmutableArray<string>> ReadAsync(IJSStreamReference? sent)
    {
        if (sent is null)
        {
            return [];
        }

        await using var reference = sent;
        await using var stream = await reference.OpenReadStreamAsync(Limit * LongestKeyBytes);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(Limit)];
    }
}
