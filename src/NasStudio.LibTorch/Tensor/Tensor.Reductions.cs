using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Reductions, orders and scans.
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => nst_sum(this, [], 0, false, Number(type));
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => nst_sum(this, dim, dim.Length, keepdim, Number(type));
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => nst_sum(this, dim, dim.Length, keepdim, Number(type));
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => nst_sum(this, [dim], 1, keepdim, Number(type));
        public Tensor mean() => nst_mean(this, [], 0, false, -1);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => nst_mean(this, dimensions, dimensions.Length, keepdim, Number(type));
        public Tensor std(bool unbiased = true) => nst_std(this, [], 0, unbiased, false);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(type, nst_std(this, [dim], 1, unbiased, keepdim));
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(type, nst_std(this, dimensions, dimensions.Length, unbiased, keepdim));
        public Tensor var(bool unbiased = true) => nst_var(this, [], 0, unbiased, false);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(type, nst_var(this, [dim], 1, unbiased, keepdim));
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(type, nst_var(this, dimensions, dimensions.Length, unbiased, keepdim));
        public Tensor prod(ScalarType? type = null) => nst_prod(this, Number(type));
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => nst_prod_dim(this, dim, keepdim, Number(type));
        public Tensor all() => nst_all(this);
        public Tensor all(long dim, bool keepdim = false) => nst_all_dim(this, dim, keepdim);
        public Tensor any() => nst_any(this);
        public Tensor any(long dim, bool keepdim = false) => nst_any_dim(this, dim, keepdim);
        public Tensor count_nonzero(long[]? dims = null) => nst_count_nonzero(this, dims, dims?.Length ?? 0);
        public Tensor max() => nst_max(this);
        public Tensor min() => nst_min(this);
        public Tensor median() => nst_median(this);
        public Tensor amax(params long[] dims) => nst_amax(this, dims, dims.Length, false);
        public Tensor amax(long[] dims, bool keepdim = false) => nst_amax(this, dims, dims.Length, keepdim);
        public Tensor amin(params long[] dims) => nst_amin(this, dims, dims.Length, false);
        public Tensor amin(long[] dims, bool keepdim = false) => nst_amin(this, dims, dims.Length, keepdim);
        public Tensor argmax() => nst_argmax(this, 0, false, false);
        public Tensor argmax(long dim, bool keepdim = false) => nst_argmax(this, dim, true, keepdim);
        public Tensor argmin() => nst_argmin(this, 0, false, false);
        public Tensor argmin(long dim, bool keepdim = false) => nst_argmin(this, dim, true, keepdim);
        public Tensor argsort(long dim = -1, bool descending = false) => nst_argsort(this, dim, descending);
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => nst_quantile(this, q, dim, keepdim);
        public Tensor bincount(Tensor? weights, long minlength = 0) => nst_bincount(this, weights, minlength);
        public Tensor cumsum(long dim, ScalarType? type = null) => nst_cumsum(this, dim, Number(type));
        public Tensor cumprod(long dim, ScalarType? type = null) => nst_cumprod(this, dim, Number(type));
        public Tensor logsumexp(long dim, bool keepdim = false) => nst_logsumexp(this, dim, keepdim);
        public Tensor softmax(long dim, ScalarType? dtype = null) => nst_softmax(this, dim, Number(dtype));
        public Tensor norm(float p = 2.0f) => nst_norm(this, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => nst_norm_dim(this, dim, keepdim, p);
        public Tensor dist(Tensor other, float p = 2.0f) => nst_dist(this, other, p);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            Check(nst_max_dim(this, dim, keepdim, out var values, out var indexes));
            return (values, indexes);
        }

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            Check(nst_min_dim(this, dim, keepdim, out var values, out var indexes));
            return (values, indexes);
        }

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            Check(nst_sort(this, dim, descending, stable, out var values, out var indices));
            return (values, indices);
        }

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            Check(nst_topk(this, k, dim, largest, sorted, out var values, out var indexes));
            return (values, indexes);
        }

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false)
        {
            Check(nst_kthvalue(this, k, dim ?? -1, keepdim, out var values, out var indices));
            return (values, indices);
        }

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true)
        {
            Check(nst_std_mean(this, [], 0, unbiased, false, out var std, out var mean));
            return (std, mean);
        }

        public (Tensor var, Tensor mean) var_mean(bool unbiased = true)
        {
            Check(nst_var_mean(this, [], 0, unbiased, false, out var var, out var mean));
            return (var, mean);
        }

        internal static int Number(ScalarType? type) => type is { } t ? (int)t : -1;

        // libtorch has no dtype argument here: the result is converted.
        private static Tensor As(ScalarType? type, Tensor result)
        {
            if (type is not { } t || result.dtype == t) return result;
            using (result) return result.to_type(t);
        }
    }

    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);
    public static Tensor sum(Tensor input, long[] dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);
    public static Tensor mean(Tensor input) => input.mean();
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) => input.mean(dimensions, keepdim, type);
    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);
    public static Tensor std(Tensor input, long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dim, unbiased, keepdim, type);
    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);
    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);
    public static Tensor var(Tensor input, long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dim, unbiased, keepdim, type);
    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);
    public static Tensor prod(Tensor input, ScalarType? type = null) => input.prod(type);
    public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.prod(dim, keepdim, type);
    public static Tensor all(Tensor input) => input.all();
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);
    public static Tensor any(Tensor input) => input.any();
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);
    public static Tensor count_nonzero(Tensor input, long[]? dims = null) => input.count_nonzero(dims);
    public static Tensor max(Tensor input) => input.max();
    public static Tensor min(Tensor input) => input.min();
    public static Tensor median(Tensor input) => input.median();
    public static Tensor argmax(Tensor input) => input.argmax();
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);
    public static Tensor argmin(Tensor input) => input.argmin();
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);
    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);
    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.quantile(q, dim, keepdim);
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);
    public static Tensor cumprod(Tensor input, long dim, ScalarType? type = null) => input.cumprod(dim, type);
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);
    public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
    public static Tensor norm(Tensor input, float p = 2.0f) => input.norm(p);
    public static Tensor norm(Tensor input, int dim, bool keepdim = false, float p = 2.0f) => input.norm(dim, keepdim, p);
    public static Tensor dist(Tensor input, Tensor other, float p = 2.0f) => input.dist(other, p);
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);
    public static (Tensor Values, Tensor Indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) => input.sort(dim, descending, stable);
    public static (Tensor values, Tensor indexes) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) => tensor.topk(k, dim, largest, sorted);
    public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) => input.kthvalue(k, dim, keepdim);
    public static (Tensor std, Tensor mean) std_mean(Tensor input, bool unbiased = true) => input.std_mean(unbiased);
    public static (Tensor var, Tensor mean) var_mean(Tensor input, bool unbiased = true) => input.var_mean(unbiased);
    public static Tensor max(Tensor input, Tensor other) => input.maximum(other);
    public static Tensor min(Tensor input, Tensor other) => input.minimum(other);
    public static Tensor amax(Tensor input, long[] dims, bool keepdim = false) => input.amax(dims, keepdim);
    public static Tensor amin(Tensor input, long[] dims, bool keepdim = false) => input.amin(dims, keepdim);
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0) => nst_cdist(x1, x2, p);

    /// <summary>Functions that torch.special gathers.</summary>
    public static partial class special
    {
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => nst_log_softmax(input, dim, Tensor.Number(dtype));
        public static Tensor expit(Tensor input) => input.sigmoid();
    }
}
