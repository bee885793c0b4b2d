using System.Collections.Immutable;
using System.Text;
using Microsoft.JSInterop;
using NasStudio.Core.Trials;
using NasStudio.Web.Charts;
using NasStudio.Web.Panels;
using NasStudio.Web.Tests.Live;

namespace NasStudio.Web.Tests.Charts;

public sealed class BrushTests
{
    [Fact]
    public async Task Keys_that_a_browser_sends_are_read_each_once_and_not_too_many()
    {
        Assert.Empty(await Brushed.ReadAsync(null));
        Assert.Equal(["0.1", "0.2"], (await Brushed.ReadAsync(new Sent("0.1 0.2  0.1"))).ToArray());

        var many = await Brushed.ReadAsync(new Sent(string.Join(' ', Enumerable.Range(0, Brushed.Limit + 5).Select(i => $"0.{i}"))));
        Assert.Equal(Brushed.Limit, many.Length);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Brushed.ReadAsync(new Sent(new string('1', 1_000_000))));
    }

    [Fact]
    public void What_is_brushed_changes_the_view_and_no_points()
    {
        var shown = new ChartSpec("", new("x"), new("y"), [new("s", SeriesKind.Points, [1], [2]) { Keys = ["0.0"] }]);
        var wanted = shown with { View = shown.View with { Brushed = ["0.0"] } };

        Assert.True(ChartDelta.Between(shown, wanted).IsEmpty);
        Assert.NotEqual(shown.View, wanted.View);
        Assert.Equal(wanted.View, wanted.View with { });
    }

    [Fact]
    public async Task The_summary_says_how_many_and_how_good_they_are()
    {
        var html = await SummaryAsync("0.0", "0.1", "0.3", "7.7", "nonsense");

        Assert.Contains("3 selected", html, StringComparison.Ordinal);
        Assert.Contains("validation accuracy: best 90 %, mean 85 % over the 2 measured in full.", html, StringComparison.Ordinal);
        Assert.Contains("Clear", html, StringComparison.Ordinal);
        Assert.Contains("of none is measured in full", await SummaryAsync("0.3"), StringComparison.Ordinal);
        Assert.DoesNotContain("selected", await SummaryAsync(), StringComparison.Ordinal);
    }

    private static Task<string> SummaryAsync(params ImmutableArray<string> keys) => ComponentRenderer.HtmlAsync<BrushSummary>(
        ("View", Sample.Experiment(0)), ("Brushed", keys),
        ("Trials", ImmutableArray.Create(
            Sample.Trial(0, 90, 1), Sample.Trial(1, 80, 1), Sample.Trial(2, 99, 1), Sample.Trial(3, 0, 0, state: TrialState.Failed))));

    private sealed class Sent(string text) : IJSStreamReference
    {
        public long Length => text.Length;

        public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize, CancellationToken cancellationToken)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Length, maxAllowedSize);
            return ValueTask.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
