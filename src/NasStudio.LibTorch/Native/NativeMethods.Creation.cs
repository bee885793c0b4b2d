using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial Tensor nst_empty(ReadOnlySpan<long> sizes, int count, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_zeros(ReadOnlySpan<long> sizes, int count, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_ones(ReadOnlySpan<long> sizes, int count, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_full(ReadOnlySpan<long> sizes, int count, Scalar value, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_arange(Scalar start, Scalar stop, Scalar step, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_linspace(double start, double end, long steps, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_logspace(double start, double end, long steps, double @base, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_eye(long rows, long columns, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_empty_like(Tensor t, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_zeros_like(Tensor t, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_ones_like(Tensor t, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_full_like(Tensor t, Scalar value, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_from_memory(ReadOnlySpan<byte> data, int dtype, ReadOnlySpan<long> sizes, int dims, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_rand(ReadOnlySpan<long> sizes, int count, Generator? generator, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_randn(ReadOnlySpan<long> sizes, int count, Generator? generator, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_randint(long low, long high, ReadOnlySpan<long> sizes, int count, Generator? generator, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_randperm(long n, Generator? generator, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_rand_like(Tensor t, TensorOptions options);
    [LibraryImport(Library)] internal static partial Tensor nst_randn_like(Tensor t, TensorOptions options);
}
