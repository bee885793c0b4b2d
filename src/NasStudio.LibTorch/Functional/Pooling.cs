using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The largest value of each window of (N, C, H, W).</summary>
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                nst_nn_max_pool2d(
                    input, Pair(kernel_size), Pair(strides ?? kernel_size), Pair(padding ?? [0]), Pair(dilation ?? [1]), ceil_mode ? 1 : 0);

            /// <summary>The largest value of each square window of (N, C, H, W).</summary>
            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            /// <summary>The largest value of each window of (N, C, H, W).</summary>
            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Array(kernel_size)!, Array(stride), Array(padding), Array(dilation), ceil_mode);

            /// <summary>The mean of each window of (N, C, H, W).</summary>
            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                nst_nn_avg_pool2d(
                    input, Pair(kernel_size), Pair(stride ?? kernel_size), Pair(padding ?? [0]), ceil_mode ? 1 : 0,
                    count_include_pad ? 1 : 0, divisor_override ?? 0);

            /// <summary>The mean of each square window of (N, C, H, W).</summary>
            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size], [stride ?? kernel_size], [padding], ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window of (N, C, H, W).</summary>
            public static Tensor avg_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Array(kernel_size)!, Array(stride), Array(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means over windows chosen so that the output is (N, C, output_size).</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                nst_nn_adaptive_avg_pool2d(input, Pair(output_size));

            /// <summary>Means over windows chosen so that the output is (N, C, output_size).</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                adaptive_avg_pool2d(input, Array(output_size)!);

            /// <summary>Means over windows chosen so that the output is square.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size]);

            private static long[] Pair(long[] values) => values.Length switch
            {
                1 => [values[0], values[0]],
                2 => values,
                _ => throw new ArgumentException($"Expected one or two values for (H, W), got [{string.Join(", ", values)}]."),
            };

            internal static long[]? Array((long, long)? pair) => pair is var (h, w) ? [h, w] : null;
        }
    }
}
