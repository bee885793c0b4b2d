using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial Tensor nst_index(Tensor t, ReadOnlySpan<IndexEntry> entries, int count);
    [LibraryImport(Library)] internal static partial int nst_index_put_(Tensor t, ReadOnlySpan<IndexEntry> entries, int count, Tensor value);
    [LibraryImport(Library)] internal static partial int nst_index_put_scalar_(Tensor t, ReadOnlySpan<IndexEntry> entries, int count, Scalar value);
    [LibraryImport(Library)] internal static partial Tensor nst_index_select(Tensor t, long dim, Tensor index);
    [LibraryImport(Library)] internal static partial Tensor nst_index_add(Tensor t, long dim, Tensor index, Tensor source, Scalar alpha);
    [LibraryImport(Library)] internal static partial int nst_index_add_(Tensor t, long dim, Tensor index, Tensor source, Scalar alpha);
    [LibraryImport(Library)] internal static partial int nst_index_copy_(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)] internal static partial Tensor nst_take_along_dim(Tensor t, Tensor indices, long dim);
    [LibraryImport(Library)] internal static partial Tensor nst_gather(Tensor t, long dim, Tensor index);
    [LibraryImport(Library)] internal static partial Tensor nst_one_hot(Tensor t, long classes);
    [LibraryImport(Library)] internal static partial Tensor nst_scatter(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library)] internal static partial int nst_scatter_(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library)] internal static partial Tensor nst_scatter_add(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library)] internal static partial int nst_scatter_add_(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library)] internal static partial Tensor nst_masked_fill(Tensor t, Tensor mask, Scalar value);
    [LibraryImport(Library)] internal static partial int nst_masked_fill_(Tensor t, Tensor mask, Scalar value);
    [LibraryImport(Library)] internal static partial Tensor nst_masked_select(Tensor t, Tensor mask);
    [LibraryImport(Library)] internal static partial Tensor nst_where(Tensor condition, Tensor x, Tensor y);
    [LibraryImport(Library)] internal static partial Tensor nst_nonzero(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_unique(Tensor t, Flag sorted, out Tensor values, out Tensor inverse, out Tensor counts);
}
