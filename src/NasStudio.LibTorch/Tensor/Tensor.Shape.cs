using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Views, joins and splits; views share their storage.
    public partial class Tensor
    {
        /// <summary>The tensor with its dimensions reversed.</summary>
        public Tensor T => permute([.. Enumerable.Range(0, (int)Dimensions).Reverse().Select(i => (long)i)]);

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => nst_mT(this);

        public Tensor view(params long[] shape) => nst_view(this, shape, shape.Length);
        public Tensor view_as(Tensor other) => view(other.shape);
        public Tensor reshape(params long[] shape) => nst_reshape(this, shape, shape.Length);
        public Tensor permute(params long[] permutation) => nst_permute(this, permutation, permutation.Length);
        public Tensor transpose(long dim0, long dim1) => nst_transpose(this, dim0, dim1);
        public Tensor t() => nst_t(this);
        public Tensor squeeze(long? dim = null) => dim is { } d ? nst_squeeze_dim(this, d) : nst_squeeze(this);
        public Tensor unsqueeze(long dim) => nst_unsqueeze(this, dim);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => nst_flatten(this, start_dim, end_dim);
        public Tensor expand(long[] sizes, bool isImplicit = false) => nst_expand(this, sizes, sizes.Length, isImplicit);
        public Tensor expand(params long[] sizes) => nst_expand(this, sizes, sizes.Length, false);
        public Tensor expand_as(Tensor other) => expand(other.shape);
        public Tensor broadcast_to(params long[] shape) => expand(shape);
        public Tensor repeat(params long[] sizes) => nst_repeat(this, sizes, sizes.Length);
        public Tensor repeat_interleave(long repeats, long? dim = null) => nst_repeat_interleave(this, repeats, dim ?? 0, dim.HasValue);
        public Tensor narrow(long dim, long start, long length) => nst_narrow(this, dim, start, length);
        public Tensor slice(long dim, long start, long finish, long step) => nst_slice(this, dim, start, finish, step);
        public Tensor select(long dim, long index) => nst_select(this, dim, index);
        public Tensor unfold(long dimension, long size, long step) => nst_unfold(this, dimension, size, step);
        public Tensor flip(params long[] dims) => nst_flip(this, dims, dims.Length);
        public Tensor roll(long shifts, long? dims = null) => nst_roll(this, [shifts], 1, dims is { } d ? [d] : [], dims.HasValue ? 1 : 0);
        public Tensor roll(long[] shifts, long[] dims) => nst_roll(this, shifts, shifts.Length, dims, dims.Length);
        public Tensor triu(long diagonal = 0) => nst_triu(this, diagonal);
        public Tensor tril(long diagonal = 0) => nst_tril(this, diagonal);
        public Tensor diag(long diagonal = 0) => nst_diag(this, diagonal);
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => nst_diagonal(this, offset, dim1, dim2);
        public Tensor diag_embed(long offset = 0L, long dim1 = -2L, long dim2 = -1L) => nst_diag_embed(this, offset, dim1, dim2);
        public Tensor[] split(long size, int dim = 0) => nst_split(this, size, dim).Tensors;
        public Tensor[] split(long[] sizes, long dim = 0) => nst_split_sizes(this, sizes, sizes.Length, dim).Tensors;
        public Tensor[] chunk(long chunks, long dim = 0L) => nst_chunk(this, chunks, dim).Tensors;
        public Tensor[] unbind(long dimension = 0L) => nst_unbind(this, dimension).Tensors;
    }

    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);
    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);
    public static Tensor t(Tensor input) => input.t();
    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);
    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);
    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);
    public static Tensor diagonal(Tensor input, long offset = 0L, long dim1 = 0L, long dim2 = 1L) => input.diagonal(offset, dim1, dim2);
    public static Tensor diag_embed(Tensor input, long offset = 0L, long dim1 = -2L, long dim2 = -1L) => input.diag_embed(offset, dim1, dim2);
    public static Tensor[] split(Tensor input, long size, int dim = 0) => input.split(size, dim);
    public static Tensor[] split(Tensor input, long[] sizes, long dim = 0) => input.split(sizes, dim);
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0L) => input.chunk(chunks, dim);
    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);
    public static Tensor select(Tensor input, int dim, long index) => input.select(dim, index);
    public static Tensor[] unbind(Tensor input, int dim = 0) => input.unbind(dim);
    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.broadcast_to(shape);
    public static Tensor swapaxes(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    /// <summary>Joins along an existing dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => nst_cat(new(tensors), dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Joins along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => nst_stack(new(tensors), dim);
    public static Tensor vstack(IList<Tensor> tensors) => cat([.. tensors.Select(t => t.Dimensions < 2 ? t.reshape(1, -1) : t)], 0);
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => nst_meshgrid(new(tensors), indexing == "xy").Tensors;
}
