using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial Tensor nst_view(Tensor t, ReadOnlySpan<long> shape, int count);
    [LibraryImport(Library)] internal static partial Tensor nst_reshape(Tensor t, ReadOnlySpan<long> shape, int count);
    [LibraryImport(Library)] internal static partial Tensor nst_permute(Tensor t, ReadOnlySpan<long> dims, int count);
    [LibraryImport(Library)] internal static partial Tensor nst_transpose(Tensor t, long dim0, long dim1);
    [LibraryImport(Library)] internal static partial Tensor nst_t(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_mT(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_squeeze(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_squeeze_dim(Tensor t, long dim);
    [LibraryImport(Library)] internal static partial Tensor nst_unsqueeze(Tensor t, long dim);
    [LibraryImport(Library)] internal static partial Tensor nst_flatten(Tensor t, long start, long end);
    [LibraryImport(Library)] internal static partial Tensor nst_expand(Tensor t, ReadOnlySpan<long> sizes, int count, Flag is_implicit);
    [LibraryImport(Library)] internal static partial Tensor nst_repeat(Tensor t, ReadOnlySpan<long> sizes, int count);
    [LibraryImport(Library)] internal static partial Tensor nst_repeat_interleave(Tensor t, long repeats, long dim, Flag has_dim);
    [LibraryImport(Library)] internal static partial Tensor nst_narrow(Tensor t, long dim, long start, long length);
    [LibraryImport(Library)] internal static partial Tensor nst_slice(Tensor t, long dim, long start, long end, long step);
    [LibraryImport(Library)] internal static partial Tensor nst_select(Tensor t, long dim, long index);
    [LibraryImport(Library)] internal static partial Tensor nst_unfold(Tensor t, long dim, long size, long step);
    [LibraryImport(Library)] internal static partial Tensor nst_flip(Tensor t, ReadOnlySpan<long> dims, int count);
    [LibraryImport(Library)] internal static partial Tensor nst_roll(Tensor t, ReadOnlySpan<long> shifts, int count, ReadOnlySpan<long> dims, int dim_count);
    [LibraryImport(Library)] internal static partial Tensor nst_triu(Tensor t, long diagonal);
    [LibraryImport(Library)] internal static partial Tensor nst_tril(Tensor t, long diagonal);
    [LibraryImport(Library)] internal static partial Tensor nst_diag(Tensor t, long diagonal);
    [LibraryImport(Library)] internal static partial Tensor nst_diagonal(Tensor t, long offset, long dim1, long dim2);
    [LibraryImport(Library)] internal static partial Tensor nst_diag_embed(Tensor t, long offset, long dim1, long dim2);
    [LibraryImport(Library)] internal static partial Tensor nst_cat(TensorList tensors, long dim);
    [LibraryImport(Library)] internal static partial Tensor nst_stack(TensorList tensors, long dim);
    [LibraryImport(Library)] internal static partial TensorList nst_split(Tensor t, long size, long dim);
    [LibraryImport(Library)] internal static partial TensorList nst_split_sizes(Tensor t, ReadOnlySpan<long> sizes, int count, long dim);
    [LibraryImport(Library)] internal static partial TensorList nst_chunk(Tensor t, long chunks, long dim);
    [LibraryImport(Library)] internal static partial TensorList nst_unbind(Tensor t, long dim);
    [LibraryImport(Library)] internal static partial TensorList nst_meshgrid(TensorList tensors, Flag xy);
}
