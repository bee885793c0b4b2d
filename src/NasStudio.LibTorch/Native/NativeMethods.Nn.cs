using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class NativeMethods
{
    /// <summary>A new handle on the tensor's storage, outside its graph.</summary>
    internal static nint DetachedHandle(Tensor tensor)
    {
        var handle = nst_detach_handle(tensor);
        return handle != 0 ? handle : throw LastError();
    }

    [LibraryImport(Library, EntryPoint = "nst_detach")] private static partial nint nst_detach_handle(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_linear(Tensor input, Tensor weight, Tensor? bias);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_conv(
        Tensor input, Tensor weight, Tensor? bias, int dims, ReadOnlySpan<long> stride, int strides, ReadOnlySpan<long> padding, int paddings,
        int padding_kind, ReadOnlySpan<long> dilation, int dilations, long groups);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_batch_norm(
        Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight, Tensor? bias, int training, double momentum, double eps);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_layer_norm(
        Tensor input, ReadOnlySpan<long> shape, int dims, Tensor? weight, Tensor? bias, double eps);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_max_pool2d(
        Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, int ceil_mode);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_avg_pool2d(
        Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, int ceil_mode, int count_include_pad,
        long divisor);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_adaptive_avg_pool2d(Tensor input, ReadOnlySpan<long> size);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_embedding(Tensor weight, Tensor indices, long padding_index, int scale_by_frequency);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_dropout(Tensor input, double p, int training, int in_place, int whole_channels);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_pad(Tensor input, ReadOnlySpan<long> pad, int count, int mode, double value);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_interpolate(
        Tensor input, ReadOnlySpan<long> size, int sizes, ReadOnlySpan<double> scale, int scales, int mode, int align_corners, int recompute,
        int antialias);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_activation(Tensor x, int kind, double parameter, double second, int in_place);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_gru_cell(
        Tensor input, Tensor h, Tensor w_ih, Tensor w_hh, Tensor? b_ih, Tensor? b_hh);
    [LibraryImport(Library)]
    internal static partial TensorList nst_nn_lstm_cell(
        Tensor input, Tensor h, Tensor c, Tensor w_ih, Tensor w_hh, Tensor? b_ih, Tensor? b_hh);
    [LibraryImport(Library)]
    internal static partial TensorList nst_nn_gru(
        Tensor input, Tensor h, TensorList weights, int has_biases, long layers, double dropout, int training, int bidirectional, int batch_first);
    [LibraryImport(Library)]
    internal static partial TensorList nst_nn_lstm(
        Tensor input, Tensor h, Tensor c, TensorList weights, int has_biases, long layers, double dropout, int training, int bidirectional,
        int batch_first);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_cross_entropy(
        Tensor input, Tensor target, Tensor? weight, long reduction, long ignore_index, double label_smoothing);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_nll(Tensor input, Tensor target, Tensor? weight, long reduction, long ignore_index);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_bce(Tensor input, Tensor target, Tensor? weight, long reduction);
    [LibraryImport(Library)]
    internal static partial Tensor nst_nn_bce_with_logits(
        Tensor input, Tensor target, Tensor? weight, Tensor? positive_weight, long reduction);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_mse(Tensor input, Tensor target, long reduction);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_l1(Tensor input, Tensor target, long reduction);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_smooth_l1(Tensor input, Tensor target, long reduction, double beta);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_huber(Tensor input, Tensor target, long reduction, double delta);
    [LibraryImport(Library)] internal static partial Tensor nst_nn_kl_div(Tensor input, Tensor target, long reduction, int log_target);
    [LibraryImport(Library)] internal static partial int nst_nn_exchange(Tensor tensor, TensorOptions target, int non_blocking);
}
