using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class IndexingTests
{
    private readonly Tensor _x = arange(12).reshape(3, 4);

    [Fact]
    public void Positions_slices_and_ellipses_read_as_in_Python()
    {
        Assert.Equal(6, _x[1, 2].ToInt64());
        Assert.Equal(11, _x[-1, -1].ToInt64());
        Check.Equal([4, 5, 6, 7], _x[1]);
        Check.Equal([1, 5, 9], _x[TensorIndex.Colon, 1]);
        Check.Equal([1, 5, 9], _x[TensorIndex.Ellipsis, 1]);
        Check.Equal([0, 2, 8, 10], _x[TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)]);
        Check.Equal([5, 6], _x[TensorIndex.Single(1), TensorIndex.Slice(1, 3)]);
        Check.Equal([9, 10], _x[TensorIndex.Single(2), 1..3]);
        Check.Equal([10, 11], _x[TensorIndex.Single(2), ^2..]);
        Check.Shape([1, 3, 4], _x[TensorIndex.None]);
    }

    [Fact]
    public void Tensors_and_masks_gather()
    {
        Check.Equal([0, 1, 2, 3, 8, 9, 10, 11], _x[tensor(new[] { 0L, 2L })]);
        Check.Equal([1, 11], _x[tensor(new[] { 0L, 2L }), tensor(new[] { 1L, 3L })]);
        Check.Equal([10, 11], _x[_x.gt(9)]);
        Check.Equal([2, 1, 6, 5, 10, 9], _x.index_select(1, tensor(new[] { 2L, 1L })));
        Check.Equal([3, 4, 9], _x.gather(1, tensor(new long[,] { { 3 }, { 0 }, { 1 } })));
        Check.Equal([10, 11], _x.masked_select(_x.gt(9)));
        Check.Equal([2, 2, 2, 3], _x.gt(9).nonzero());
        Check.Equal([-1, 1, -1], where(tensor(new[] { true, false, true }), full([3], -1), ones(3)));
    }

    [Fact]
    public void Writing_reaches_the_tensor_itself()
    {
        var x = zeros(2, 2);
        x[0, 1] = 5f;
        x[1] = tensor([7f, 8f]);
        Check.Equal([0, 5, 7, 8], x);
        x[x.gt(6)] = tensor(1f);
        Check.Equal([0, 5, 1, 1], x);
        x.index_put_(2, TensorIndex.Colon, TensorIndex.Single(0));
        Check.Equal([2, 5, 2, 1], x);
        Check.Equal([9, 5, 9, 1], x.masked_fill(x.eq(2), 9));
        Assert.Same(x, x.masked_fill_(x.eq(2), 0));
        Check.Equal([0, 5, 0, 1], x);
        Check.Equal([1, 0, 0, 1], zeros(2, 2).scatter(1, tensor(new long[,] { { 0 }, { 1 } }), ones(2, 1)));
        Check.Equal([3, 0], zeros(2).scatter_add(0, tensor(new[] { 0L, 0L }), tensor([1f, 2f])));
        Check.Equal([0, 10], zeros(2).index_add(0, tensor(new[] { 1L, 1L }), tensor([2f, 3f]), 2));
    }

    [Fact]
    public void Distinct_elements_come_with_where_and_how_often()
    {
        var (values, inverse, counts) = tensor(new[] { 3L, 1L, 3L }).unique(return_inverse: true, return_counts: true);
        Check.Equal([1, 3], values);
        Check.Equal([1, 0, 1], inverse!);
        Check.Equal([1, 2], counts!);
        Assert.Null(tensor(new[] { 1L }).unique().counts);
    }

    [Fact]
    public void An_index_outside_is_an_error_with_libtorchs_message() =>
        Assert.Contains("out of", Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => _x[3]).Message, StringComparison.Ordinal);
}
