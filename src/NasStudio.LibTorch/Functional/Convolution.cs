using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The operations that modules are made of, as functions.</summary>
        public static partial class functional
        {
            /// <summary>The padding kind by which the shim knows that amounts are given.</summary>
            internal const int GivenPadding = -1;

            /// <summary>x Wᵀ + b: (*, in) to (*, out) with weights (out, in).</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => nst_nn_linear(input, weights, bias);

            /// <summary>Convolves (N, C, L) with weights (out, C / groups, k).</summary>
            public static Tensor conv1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null,
                long groups = 1) =>
                Convolve(1, input, weight, bias, [stride ?? 1], [padding ?? 0], GivenPadding, [dilation ?? 1], groups);

            /// <summary>Convolves (N, C, H, W) with weights (out, C / groups, kH, kW).</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, long groups = 1) =>
                Convolve(2, input, weight, bias, strides, padding ?? [0], GivenPadding, dilation, groups);

            /// <summary>Convolves (N, C, H, W) with padding given by its effect.</summary>
            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1) =>
                Convolve(2, input, weight, bias, strides, [], (int)padding, dilation, groups);

            internal static Tensor Convolve(
                int dims, Tensor input, Tensor weight, Tensor? bias, long[]? stride, long[] padding, int paddingKind, long[]? dilation,
                long groups)
            {
                stride ??= [1];
                dilation ??= [1];
                return nst_nn_conv(
                    input, weight, bias, dims, stride, stride.Length, padding, padding.Length, paddingKind, dilation, dilation.Length, groups);
            }
        }
    }
}
