using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class ShapeTests
{
    private readonly Tensor _x = arange(6).reshape(2, 3);   // 0 1 2 / 3 4 5

    [Fact]
    public void Views_share_their_storage()
    {
        var view = _x.view(3, 2);
        view[0, 0] = tensor(9L);
        Assert.Equal(9, _x[0, 0].ToInt64());
        Check.Shape([1, 6], _x.view(1, -1));
        Check.Shape([6], _x.flatten());
        Check.Equal([0, 3, 1, 4, 2, 5], arange(6).reshape(2, 3).transpose(0, 1));
        Check.Equal([0, 3, 1, 4, 2, 5], arange(6).reshape(2, 3).t());
        Check.Shape([4, 2, 3], zeros(2, 3, 4).permute(2, 0, 1));
        Check.Shape([2, 4, 3], zeros(2, 3, 4).mT);
        Check.Shape([2], zeros(1, 2, 1).squeeze());
        Check.Shape([1, 2], zeros(1, 2, 1).squeeze(2));
        Check.Shape([2, 1, 3], _x.unsqueeze(1));
        Check.Equal([1, 4], _x.narrow(1, 1, 1));
        Check.Equal([3, 5], _x.slice(0, 1, 2, 1).slice(1, 0, 3, 2));
        Assert.False(_x.t().is_contiguous());
        Assert.True(_x.t().contiguous().is_contiguous());
        Assert.Equal([1L, 3L], _x.t().stride());
    }

    [Fact]
    public void Joins_and_splits_undo_each_other()
    {
        Check.Equal([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], cat([_x, _x]));
        Check.Shape([2, 6], cat([_x, _x], 1));
        Check.Shape([2, 2, 3], stack([_x, _x]));
        Check.Shape([2, 3, 2], stack([_x, _x], -1));
        Assert.Equal([2L, 1L], _x.split(2, 1).Select(t => t.shape[1]));
        Check.Equal([2, 5], _x.split([2, 1], dim: 1)[1]);
        Assert.Equal(2, _x.chunk(2).Length);
        Check.Equal([0, 3], _x.unbind(1)[0]);
        Assert.True(cat(_x.chunk(3, 1), 1).equal(_x));
        Check.Equal([1, 1, 2, 2], meshgrid([tensor(new[] { 1, 2 }), tensor(new[] { 3, 4 })])[0]);
    }

    [Fact]
    public void Sizes_of_one_expand_and_everything_repeats()
    {
        Check.Equal([1, 1, 2, 2], tensor(new[] { 1, 2 }).unsqueeze(1).expand(2, 2));
        Check.Equal([1, 2, 1, 2], tensor(new[] { 1, 2 }).repeat(2));
        Check.Equal([1, 1, 2, 2], tensor(new[] { 1, 2 }).repeat_interleave(2));
        Check.Equal([2, 1, 0, 5, 4, 3], _x.flip(1));
        Check.Equal([2, 0, 1, 5, 3, 4], _x.roll(1, 1));
        Check.Equal([0, 1, 2, 0, 4, 5], _x.triu());
        Check.Equal([0, 0, 0, 3, 4, 0], _x.tril());
        Check.Equal([0, 4], _x.diagonal());
        Check.Equal([1, 0, 0, 2], tensor(new[] { 1, 2 }).diag());
        Check.Equal([1, 0, 0, 2], tensor(new[] { 1, 2 }).diag_embed());
        Check.Shape([3, 2], tensor(new[] { 1, 2, 3, 4 }).unfold(0, 2, 1));
    }
}
