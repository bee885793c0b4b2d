using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial Tensor nst_sum(Tensor t, ReadOnlySpan<long> dims, int count, Flag keepdim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor nst_mean(Tensor t, ReadOnlySpan<long> dims, int count, Flag keepdim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor nst_std(Tensor t, ReadOnlySpan<long> dims, int count, Flag unbiased, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_var(Tensor t, ReadOnlySpan<long> dims, int count, Flag unbiased, Flag keepdim);
    [LibraryImport(Library)] internal static partial int nst_var_mean(Tensor t, ReadOnlySpan<long> dims, int count, Flag unbiased, Flag keepdim, out Tensor var, out Tensor mean);
    [LibraryImport(Library)] internal static partial int nst_std_mean(Tensor t, ReadOnlySpan<long> dims, int count, Flag unbiased, Flag keepdim, out Tensor std, out Tensor mean);
    [LibraryImport(Library)] internal static partial Tensor nst_prod(Tensor t, int dtype);
    [LibraryImport(Library)] internal static partial Tensor nst_prod_dim(Tensor t, long dim, Flag keepdim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor nst_all(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_all_dim(Tensor t, long dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_any(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_any_dim(Tensor t, long dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_count_nonzero(Tensor t, ReadOnlySpan<long> dims, int count);
    [LibraryImport(Library)] internal static partial Tensor nst_max(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_min(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_median(Tensor t);
    [LibraryImport(Library)] internal static partial int nst_max_dim(Tensor t, long dim, Flag keepdim, out Tensor values, out Tensor indices);
    [LibraryImport(Library)] internal static partial int nst_min_dim(Tensor t, long dim, Flag keepdim, out Tensor values, out Tensor indices);
    [LibraryImport(Library)] internal static partial Tensor nst_amax(Tensor t, ReadOnlySpan<long> dims, int count, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_amin(Tensor t, ReadOnlySpan<long> dims, int count, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_argmax(Tensor t, long dim, Flag has_dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_argmin(Tensor t, long dim, Flag has_dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_argsort(Tensor t, long dim, Flag descending);
    [LibraryImport(Library)] internal static partial int nst_sort(Tensor t, long dim, Flag descending, Flag stable, out Tensor values, out Tensor indices);
    [LibraryImport(Library)] internal static partial int nst_topk(Tensor t, long k, long dim, Flag largest, Flag sorted, out Tensor values, out Tensor indices);
    [LibraryImport(Library)] internal static partial int nst_kthvalue(Tensor t, long k, long dim, Flag keepdim, out Tensor values, out Tensor indices);
    [LibraryImport(Library)] internal static partial Tensor nst_quantile(Tensor t, Tensor q, long dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_bincount(Tensor t, Tensor? weights, long minlength);
    [LibraryImport(Library)] internal static partial Tensor nst_cumsum(Tensor t, long dim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor nst_cumprod(Tensor t, long dim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor nst_logsumexp(Tensor t, long dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor nst_softmax(Tensor t, long dim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor nst_log_softmax(Tensor t, long dim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor nst_norm(Tensor t, double p);
    [LibraryImport(Library)] internal static partial Tensor nst_norm_dim(Tensor t, long dim, Flag keepdim, double p);
    [LibraryImport(Library)] internal static partial Tensor nst_dist(Tensor a, Tensor b, double p);
    [LibraryImport(Library)] internal static partial Tensor nst_cdist(Tensor a, Tensor b, double p);
}
