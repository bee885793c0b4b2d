using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How values between the points of a grid are found.</summary>
    public enum InterpolationMode
    {
        /// <summary>The nearest point (with PyTorch's historic rounding).</summary>
        Nearest = 0,
        /// <summary>A line, in one dimension.</summary>
        Linear = 1,
        /// <summary>Lines in two dimensions.</summary>
        Bilinear = 2,
        /// <summary>Cubics in two dimensions.</summary>
        Bicubic = 3,
        /// <summary>Lines in three dimensions.</summary>
        Trilinear = 4,
        /// <summary>The mean of the area.</summary>
        Area = 5,
        /// <summary>The nearest point.</summary>
        NearestExact = 6,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Puts margins around a tensor.</summary>
            /// <param name="input">(*)</param>
            /// <param name="pad">Margins (before, after) of the last dimension, then of the one before it, and so on.</param>
            /// <param name="mode">What the margins hold.</param>
            /// <param name="value">The constant.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                nst_nn_pad(input, pad, pad.Length, (int)mode, value);

            /// <summary>Puts margins around the last dimension.</summary>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            /// <summary>Puts margins around the last two dimensions: (left, right, top, bottom).</summary>
            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>Resamples (N, C, spatial...) to a size or by a factor; exactly one of the two is given.</summary>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false) =>
                nst_nn_interpolate(
                    x, size, size?.Length ?? 0, scale_factor, scale_factor?.Length ?? 0, (int)mode,
                    align_corners switch { null => -1, false => 0, true => 1 }, recompute_scale_factor ? 1 : 0, antialias ? 1 : 0);

            /// <summary>int64 (*) to int64 (*, classes) with a single 1 in the last dimension.</summary>
            /// <param name="x">Classes, from 0.</param>
            /// <param name="num_classes">Their number; -1 for one more than the largest in <paramref name="x"/>.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64)
                    throw new ArgumentException($"one_hot takes Int64, not {x.dtype}.", nameof(x));
                return nst_one_hot(x, num_classes);
            }
        }
    }
}
