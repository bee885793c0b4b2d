using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial Tensor nst_matmul(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor nst_mm(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor nst_mv(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor nst_bmm(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor nst_dot(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor nst_outer(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor nst_trace(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_addmm(Tensor t, Tensor a, Tensor b, float beta, float alpha);
    [LibraryImport(Library)] internal static partial Tensor nst_baddbmm(Tensor t, Tensor a, Tensor b, float beta, float alpha);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial Tensor nst_einsum(string equation, TensorList tensors);
    [LibraryImport(Library)] internal static partial Tensor nst_cholesky(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_cholesky_ex(Tensor t, Flag check_errors, out Tensor l, out Tensor info);
    [LibraryImport(Library)] internal static partial Tensor nst_eigvalsh(Tensor t, byte uplo);
    [LibraryImport(Library)] internal static partial int nst_eigh(Tensor t, byte uplo, out Tensor values, out Tensor vectors);
    [LibraryImport(Library)] internal static partial int nst_svd(Tensor t, Flag full_matrices, out Tensor u, out Tensor s, out Tensor vh);
    [LibraryImport(Library)] internal static partial Tensor nst_svdvals(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_slogdet(Tensor t, out Tensor sign, out Tensor logabsdet);
    [LibraryImport(Library)] internal static partial Tensor nst_det(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_inv(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_solve(Tensor a, Tensor b, Flag left);
    [LibraryImport(Library)] internal static partial Tensor nst_solve_triangular(Tensor a, Tensor b, Flag upper, Flag left, Flag unitriangular);
    [LibraryImport(Library)] internal static partial Tensor nst_vector_norm(Tensor t, double ord);
}
