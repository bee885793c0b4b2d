using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Reading and writing by index, mask and position.
    public partial class Tensor
    {
        public Tensor index_select(long dim, Tensor index) => nst_index_select(this, dim, index);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => nst_index_add(this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Done(nst_index_add_(this, dim, index, source, alpha));
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Done(nst_index_copy_(this, dim, index, source));
        public Tensor take_along_dim(Tensor indices, long dim) => nst_take_along_dim(this, indices, dim);
        public Tensor gather(long dim, Tensor index) => nst_gather(this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => nst_scatter(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Done(nst_scatter_(this, dim, index, src));
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => nst_scatter_add(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Done(nst_scatter_add_(this, dim, index, src));
        public Tensor masked_fill(Tensor mask, Scalar value) => nst_masked_fill(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => Done(nst_masked_fill_(this, mask, value));
        public Tensor masked_select(Tensor mask) => nst_masked_select(this, mask);
        public Tensor nonzero() => nst_nonzero(this);
        public Tensor where(Tensor condition, Tensor y) => nst_where(condition, this, y);

        /// <summary>The distinct elements; on request where each element went, and how often each came.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false)
        {
            Check(nst_unique(this, sorted, out var values, out var inverse, out var counts));
            if (!return_inverse) inverse.Dispose();
            if (!return_counts) counts.Dispose();
            return (values, return_inverse ? inverse : null, return_counts ? counts : null);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, [TensorIndex.Single(i1)]);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index([TensorIndex.Single(i1), TensorIndex.Single(i2)]);
            set => index_put_(value, [TensorIndex.Single(i1), TensorIndex.Single(i2)]);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index([TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3)]);
            set => index_put_(value, [TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3)]);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index([TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4)]);
            set => index_put_(value, [TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4)]);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var result = nst_index(this, Entries(indices), indices.Length);
            GC.KeepAlive(indices);
            return result;
        }

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Check(nst_index_put_(this, Entries(indices), indices.Length, value));
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            Check(nst_index_put_scalar_(this, Entries(indices), indices.Length, value));
            GC.KeepAlive(indices);
            return this;
        }

        private static IndexEntry[] Entries(TensorIndex[] indices) => Array.ConvertAll(indices, i => i.Entry);
    }

    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);
    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) => input.index_add(dim, index, source, alpha);
    public static Tensor index_add_(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) => input.index_add_(dim, index, source, alpha);
    public static Tensor index_copy_(Tensor input, long dim, Tensor index, Tensor source) => input.index_copy_(dim, index, source);
    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim) => input.take_along_dim(indices, dim);
    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);
    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_(dim, index, src);
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);
    public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add_(dim, index, src);
    public static Tensor masked_fill(Tensor input, Tensor mask, Scalar value) => input.masked_fill(mask, value);
    public static Tensor masked_fill_(Tensor input, Tensor mask, Scalar value) => input.masked_fill_(mask, value);
    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);
    public static Tensor nonzero(Tensor input) => input.nonzero();
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => nst_where(condition, x, y);
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false) =>
        input.unique(sorted, return_inverse, return_counts);
}
