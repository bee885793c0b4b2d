using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.Darts;
using NasStudio.Core.Randomness;
using NasStudio.Web.Cells;

namespace NasStudio.Web.Tests.Cells;

public sealed class ArchitectureDrawingTests
{
    private static Task<string> HtmlAsync(SearchSpace space, string native)
        => ComponentRenderer.HtmlAsync<ArchitectureDrawing>(("Space", space), ("Native", native));

    [Fact]
    public async Task Both_cells_of_a_pair_are_drawn_with_their_names_and_one_legend()
    {
        var space = new DartsSpace();
        var html = await HtmlAsync(space, space.Sample(new RandomSource(1)).Native);

        Assert.Contains(">normal</figcaption>", html, StringComparison.Ordinal);
        Assert.Contains(">reduction</figcaption>", html, StringComparison.Ordinal);
        Assert.Contains(">k&#x2212;2</text>", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("<ul class=\"legend\"").Length);
    }

    [Fact]
    public async Task What_was_chosen_is_a_table()
    {
        var space = new ChoiceSpace(new([new("depth", ["2", "4"]), new("op", ["conv", "<pool>"])], []));
        var html = await HtmlAsync(space, "depth=4;op=<pool>");

        Assert.Contains("<dt>depth</dt><dd>4</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>op</dt><dd>&lt;pool&gt;</dd>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", html, StringComparison.Ordinal);
    }
}
