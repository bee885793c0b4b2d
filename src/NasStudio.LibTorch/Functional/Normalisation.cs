using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Batch normalisation of (N, C, *); in training the running statistics are updated in place.</summary>
            /// <param name="input">(N, C, *)</param>
            /// <param name="running_mean">(C), or null: the batch's own are used.</param>
            /// <param name="running_var">(C), or null: the batch's own are used.</param>
            /// <param name="weight">Scale (C), or null.</param>
            /// <param name="bias">Shift (C), or null.</param>
            /// <param name="training">Whether the batch's own statistics are used.</param>
            /// <param name="momentum">Weight of this batch in the running statistics.</param>
            /// <param name="eps">Added to the variance.</param>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                nst_nn_batch_norm(input, running_mean, running_var, weight, bias, training ? 1 : 0, momentum, eps);

            /// <summary>Normalisation over the last dimensions, of the given sizes.</summary>
            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                nst_nn_layer_norm(input, normalized_shape, normalized_shape.Length, weight, bias, eps);

            /// <summary>Zeroes elements with probability <paramref name="p"/> and scales the rest by 1/(1-p), in training only.</summary>
            /// <remarks>Draws from libtorch's global generator.</remarks>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                nst_nn_dropout(input, p, training ? 1 : 0, inplace ? 1 : 0, 0);

            /// <summary>As <see cref="dropout"/>, but whole channels of (N, C, H, W) at a time.</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                nst_nn_dropout(input, p, training ? 1 : 0, inplace ? 1 : 0, 1);
        }
    }
}
