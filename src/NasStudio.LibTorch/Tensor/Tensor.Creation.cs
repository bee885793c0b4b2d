using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // New tensors of this one's shape, type and device.
    public partial class Tensor
    {
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_empty_like(this, OptionsLike(dtype, device, requires_grad));
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_zeros_like(this, OptionsLike(dtype, device, requires_grad));
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_ones_like(this, OptionsLike(dtype, device, requires_grad));
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_rand_like(this, OptionsLike(dtype, device, requires_grad));
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_randn_like(this, OptionsLike(dtype, device, requires_grad));
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_full_like(this, value, OptionsLike(dtype, device, requires_grad));
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full(size, value, dtype ?? this.dtype, device ?? this.device, requires_grad);

        private TensorOptions OptionsLike(ScalarType? dtype, Device? device, bool requires_grad) => TensorOptions.Of(dtype ?? this.dtype, device ?? this.device, requires_grad);
    }

    /// <summary>Uninitialised.</summary>
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_empty(size, size.Length, Options(dtype, device, requires_grad));
    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_empty(size, size.Length, Options(dtype, device, requires_grad));
    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty((ReadOnlySpan<long>)[size], dtype, device, requires_grad);
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad);
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>Zeros.</summary>
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_zeros(size, size.Length, Options(dtype, device, requires_grad));
    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_zeros(size, size.Length, Options(dtype, device, requires_grad));
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros((ReadOnlySpan<long>)[size], dtype, device, requires_grad);
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad);
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    /// <summary>Ones.</summary>
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_ones(size, size.Length, Options(dtype, device, requires_grad));
    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_ones(size, size.Length, Options(dtype, device, requires_grad));
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones((ReadOnlySpan<long>)[size], dtype, device, requires_grad);
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad);
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_full(size, size.Length, value, Options(dtype, device, requires_grad));
    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => nst_full(size, size.Length, value, Options(dtype, device, requires_grad));
    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full((ReadOnlySpan<long>)[size], value, dtype, device, requires_grad);
    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full((ReadOnlySpan<long>)[rows, columns], value, dtype, device, requires_grad);
    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full((ReadOnlySpan<long>)[dim0, dim1, dim2], value, dtype, device, requires_grad);

    /// <summary>Uniform in [0, 1).</summary>
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => nst_rand(size, size.Length, generator, Options(dtype, device, requires_grad));
    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => nst_rand(size, size.Length, generator, Options(dtype, device, requires_grad));
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => rand((ReadOnlySpan<long>)[size], dtype, device, requires_grad, generator);
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => rand((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, generator);
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => rand((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, generator);
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => rand((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    /// <summary>Standard normal.</summary>
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => nst_randn(size, size.Length, generator, Options(dtype, device, requires_grad));
    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => nst_randn(size, size.Length, generator, Options(dtype, device, requires_grad));
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => randn((ReadOnlySpan<long>)[size], dtype, device, requires_grad, generator);
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => randn((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, generator);
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => randn((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, generator);
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => randn((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    /// <summary>Integers, uniform in [low, high).</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        nst_randint(low, high, size, size.Length, generator, Options(dtype ?? ScalarType.Int64, device, requires_grad));
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator);

    /// <summary>The numbers 0 to n - 1 in random order.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        nst_randperm(n, generator, Options(dtype ?? ScalarType.Int64, device, requires_grad));

    /// <summary>start, start + step, ... before stop; integers where all three are.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        nst_arange(start, stop, step, Options(dtype ?? (is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type) ? ScalarType.Int64 : null), device, requires_grad));
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        nst_linspace(start, end, steps, Options(dtype, device, requires_grad));
    public static Tensor logspace(double start, double end, long steps, double @base = 10.0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        nst_logspace(start, end, steps, @base, Options(dtype, device, requires_grad));
    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        nst_eye(rows, columns < 0 ? rows : columns, Options(dtype, device, requires_grad));

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => input.empty_like(dtype, device, requires_grad);
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => input.zeros_like(dtype, device, requires_grad);
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => input.ones_like(dtype, device, requires_grad);
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => input.rand_like(dtype, device, requires_grad);
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => input.randn_like(dtype, device, requires_grad);
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => input.full_like(value, dtype, device, requires_grad);

    private static TensorOptions Options(ScalarType? dtype, Device? device, bool requires_grad) => TensorOptions.Of(dtype ?? _defaultDtype, device, requires_grad);
}
