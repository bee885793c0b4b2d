using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial long nst_ndim(Tensor t);
    [LibraryImport(Library)] internal static partial long nst_numel(Tensor t);
    [LibraryImport(Library)] internal static partial long nst_element_size(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_dtype(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_device_type(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_device_index(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_size(Tensor t, long dim, out long size);
    [LibraryImport(Library)] internal static partial int nst_stride(Tensor t, long dim, out long stride);
    [LibraryImport(Library)] internal static partial int nst_sizes(Tensor t, Span<long> sizes);
    [LibraryImport(Library)] internal static partial int nst_strides(Tensor t, Span<long> strides);
    [LibraryImport(Library)] internal static partial int nst_data(Tensor t, out nint data);
    [LibraryImport(Library)] internal static partial int nst_is_contiguous(Tensor t, int format);
    [LibraryImport(Library)] internal static partial Tensor nst_alias(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_requires_grad(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_set_requires_grad(Tensor t, int on);
    [LibraryImport(Library)] internal static partial int nst_is_leaf(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_retain_grad(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_has_grad(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_grad(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_set_grad(Tensor t, Tensor? grad);
    [LibraryImport(Library)] internal static partial Tensor nst_detach(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_detach_(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_clone(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_contiguous(Tensor t, int format);
    [LibraryImport(Library)] internal static partial Tensor nst_to(Tensor t, TensorOptions options, Flag non_blocking, Flag copy);
    [LibraryImport(Library)] internal static partial Tensor nst_to_format(Tensor t, int format);
    [LibraryImport(Library)] internal static partial int nst_copy_(Tensor t, Tensor source, Flag non_blocking);
    [LibraryImport(Library)] internal static partial int nst_set_(Tensor t, Tensor source);
    [LibraryImport(Library)] internal static partial int nst_fill_(Tensor t, Scalar value);
    [LibraryImport(Library)] internal static partial int nst_zero_(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_item(Tensor t, out ScalarValue value);
}
