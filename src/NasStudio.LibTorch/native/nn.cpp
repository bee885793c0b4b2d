// What networks are made of: convolutions, pooling, normalisation, recurrence, look-up, losses.
#include "shim.h"

#include <torch/nn/functional/upsampling.h>

namespace F = torch::nn::functional;

namespace {

c10::optional<bool> maybe_flag(int32_t flag) { return flag < 0 ? c10::nullopt : c10::optional<bool>(flag != 0); }

c10::string_view padding_name(int32_t padding) { return padding == 0 ? "valid" : "same"; }

c10::string_view padding_mode(int32_t mode) {   // TorchSharp's PaddingModes
    static const c10::string_view names[] = {"constant", "reflect", "replicate", "circular", "constant"};
    TORCH_CHECK(mode >= 0 && mode < 5, "padding mode ", mode, " is not in 0..4");
    return names[mode];
}

F::InterpolateFuncOptions::mode_t interpolation_mode(int32_t mode) {   // TorchSharp's InterpolationMode
    switch (mode) {
        case 0: return torch::kNearest;
        case 1: return torch::kLinear;
        case 2: return torch::kBilinear;
        case 3: return torch::kBicubic;
        case 4: return torch::kTrilinear;
        case 5: return torch::kArea;
        case 6: return torch::kNearestExact;
        default: TORCH_CHECK(false, "interpolation mode ", mode, " is not in 0..6");
    }
}

}  // namespace

NST_API NstTensor nst_nn_linear(NstTensor input, NstTensor weight, NstTensor bias)
    NST_TENSOR(at::linear(*input, *weight, nst::maybe(bias)))

// `padding` of `padding_kind` -1 is the amount per dimension; otherwise the kind is TorchSharp's Padding.
NST_API NstTensor nst_nn_conv(NstTensor input, NstTensor weight, NstTensor bias, int32_t dims, const int64_t* stride, int32_t strides,
                              const int64_t* padding, int32_t paddings, int32_t padding_kind, const int64_t* dilation, int32_t dilations,
                              int64_t groups)
    NST_TENSOR([&] {
        const auto s = nst::ints(stride, strides), p = nst::ints(padding, paddings), d = nst::ints(dilation, dilations);
        const auto b = nst::maybe(bias);
        if (dims == 1)
            return padding_kind < 0 ? at::conv1d(*input, *weight, b, s, p, d, groups)
                                    : at::conv1d(*input, *weight, b, s, padding_name(padding_kind), d, groups);
        return padding_kind < 0 ? at::conv2d(*input, *weight, b, s, p, d, groups)
                                : at::conv2d(*input, *weight, b, s, padding_name(padding_kind), d, groups);
    }())

NST_API NstTensor nst_nn_batch_norm(NstTensor input, NstTensor running_mean, NstTensor running_var, NstTensor weight, NstTensor bias,
                                    int32_t training, double momentum, double eps)
    NST_TENSOR(at::batch_norm(*input, nst::maybe(weight), nst::maybe(bias), nst::maybe(running_mean), nst::maybe(running_var),
                              training != 0, momentum, eps, /*cudnn_enabled=*/true))

NST_API NstTensor nst_nn_layer_norm(NstTensor input, const int64_t* shape, int32_t dims, NstTensor weight, NstTensor bias, double eps)
    NST_TENSOR(at::layer_norm(*input, nst::ints(shape, dims), nst::maybe(weight), nst::maybe(bias), eps))

NST_API NstTensor nst_nn_max_pool2d(NstTensor input, const int64_t* kernel, const int64_t* stride, const int64_t* padding,
                                    const int64_t* dilation, int32_t ceil_mode)
    NST_TENSOR(at::max_pool2d(*input, nst::ints(kernel, 2), nst::ints(stride, 2), nst::ints(padding, 2), nst::ints(dilation, 2),
                              ceil_mode != 0))

NST_API NstTensor nst_nn_avg_pool2d(NstTensor input, const int64_t* kernel, const int64_t* stride, const int64_t* padding,
                                    int32_t ceil_mode, int32_t count_include_pad, int64_t divisor)   // divisor 0: the window's size
    NST_TENSOR(at::avg_pool2d(*input, nst::ints(kernel, 2), nst::ints(stride, 2), nst::ints(padding, 2), ceil_mode != 0,
                              count_include_pad != 0, divisor == 0 ? c10::nullopt : c10::optional<int64_t>(divisor)))

NST_API NstTensor nst_nn_adaptive_avg_pool2d(NstTensor input, const int64_t* size)
    NST_TENSOR(at::adaptive_avg_pool2d(*input, nst::ints(size, 2)))

NST_API NstTensor nst_nn_embedding(NstTensor weight, NstTensor indices, int64_t padding_index, int32_t scale_by_frequency)
    NST_TENSOR(at::embedding(*weight, *indices, padding_index, scale_by_frequency != 0, /*sparse=*/false))


NST_API NstTensor nst_nn_dropout(NstTensor input, double p, int32_t training, int32_t in_place, int32_t whole_channels)
    NST_TENSOR([&] {
        const bool train = training != 0;
        if (whole_channels) return in_place ? at::feature_dropout_(*input, p, train) : at::feature_dropout(*input, p, train);
        return in_place ? at::dropout_(*input, p, train) : at::dropout(*input, p, train);
    }())

NST_API NstTensor nst_nn_pad(NstTensor input, const int64_t* pad, int32_t count, int32_t mode, double value)
    NST_TENSOR(at::pad(*input, nst::ints(pad, count), padding_mode(mode), mode == 4 || mode == 0 ? c10::optional<double>(value) : c10::nullopt))

NST_API NstTensor nst_nn_interpolate(NstTensor input, const int64_t* size, int32_t sizes, const double* scale, int32_t scales,
                                     int32_t mode, int32_t align_corners, int32_t recompute, int32_t antialias)
    NST_TENSOR([&] {
        F::InterpolateFuncOptions options;
        options.mode(interpolation_mode(mode)).align_corners(maybe_flag(align_corners)).antialias(antialias != 0);
        if (recompute) options.recompute_scale_factor(true);
        if (sizes > 0) options.size(std::vector<int64_t>(size, size + sizes));
        if (scales > 0) options.scale_factor(std::vector<double>(scale, scale + scales));
        return F::interpolate(*input, options);
    }())

// Activations that are no methods of a tensor; `parameter` is alpha, slope, beta or lower bound, `second` threshold or upper bound.
NST_API NstTensor nst_nn_activation(NstTensor x, int32_t kind, double parameter, double second, int32_t in_place)
    NST_TENSOR([&] {
        switch (kind) {
            case 0: return in_place ? at::relu_(*x) : at::relu(*x);
            case 1: return in_place ? at::gelu_(*x) : at::gelu(*x);
            case 2: return in_place ? at::silu_(*x) : at::silu(*x);
            case 3: return in_place ? at::leaky_relu_(*x, parameter) : at::leaky_relu(*x, parameter);
            case 4: return in_place ? at::elu_(*x, parameter) : at::elu(*x, parameter);
            case 5: return in_place ? at::hardtanh_(*x, parameter, second) : at::hardtanh(*x, parameter, second);
            case 6: return in_place ? at::hardswish_(*x) : at::hardswish(*x);
            case 7: return in_place ? at::hardsigmoid_(*x) : at::hardsigmoid(*x);
            case 8: return in_place ? at::mish_(*x) : at::mish(*x);
            case 9: return in_place ? at::selu_(*x) : at::selu(*x);
            case 10: return at::softplus(*x, parameter, second);
            case 11: return at::log_sigmoid(*x);
            default: TORCH_CHECK(false, "activation ", kind, " is not in 0..11");
        }
    }())

NST_API NstTensor nst_nn_gru_cell(NstTensor input, NstTensor h, NstTensor w_ih, NstTensor w_hh, NstTensor b_ih, NstTensor b_hh)
    NST_TENSOR(at::gru_cell(*input, *h, *w_ih, *w_hh, nst::maybe(b_ih), nst::maybe(b_hh)))

NST_API NstTensors nst_nn_lstm_cell(NstTensor input, NstTensor h, NstTensor c, NstTensor w_ih, NstTensor w_hh, NstTensor b_ih, NstTensor b_hh)
    NST_LIST([&]() -> std::vector<at::Tensor> {
        const auto [next_h, next_c] = at::lstm_cell(*input, {*h, *c}, *w_ih, *w_hh, nst::maybe(b_ih), nst::maybe(b_hh));
        return {next_h, next_c};
    }())

NST_API NstTensors nst_nn_gru(NstTensor input, NstTensor h, const int64_t* weights, int32_t has_biases, int64_t layers, double dropout,
                              int32_t training, int32_t bidirectional, int32_t batch_first)
    NST_LIST([&]() -> std::vector<at::Tensor> {
        const auto [output, last] = at::gru(*input, *h, nst::list(weights), has_biases != 0, layers, dropout, training != 0,
                                            bidirectional != 0, batch_first != 0);
        return {output, last};
    }())

NST_API NstTensors nst_nn_lstm(NstTensor input, NstTensor h, NstTensor c, const int64_t* weights, int32_t has_biases, int64_t layers,
                               double dropout, int32_t training, int32_t bidirectional, int32_t batch_first)
    NST_LIST([&]() -> std::vector<at::Tensor> {
        const auto [output, last_h, last_c] = at::lstm(*input, {*h, *c}, nst::list(weights), has_biases != 0, layers, dropout,
                                                       training != 0, bidirectional != 0, batch_first != 0);
        return {output, last_h, last_c};
    }())

NST_API NstTensor nst_nn_cross_entropy(NstTensor input, NstTensor target, NstTensor weight, int64_t reduction, int64_t ignore_index,
                                       double label_smoothing)
    NST_TENSOR(at::cross_entropy_loss(*input, *target, nst::maybe(weight), reduction, ignore_index, label_smoothing))

NST_API NstTensor nst_nn_nll(NstTensor input, NstTensor target, NstTensor weight, int64_t reduction, int64_t ignore_index)
    NST_TENSOR(at::nll_loss_nd(*input, *target, nst::maybe(weight), reduction, ignore_index))

NST_API NstTensor nst_nn_bce(NstTensor input, NstTensor target, NstTensor weight, int64_t reduction)
    NST_TENSOR(at::binary_cross_entropy(*input, *target, nst::maybe(weight), reduction))

NST_API NstTensor nst_nn_bce_with_logits(NstTensor input, NstTensor target, NstTensor weight, NstTensor positive_weight, int64_t reduction)
    NST_TENSOR(at::binary_cross_entropy_with_logits(*input, *target, nst::maybe(weight), nst::maybe(positive_weight), reduction))

NST_API NstTensor nst_nn_mse(NstTensor input, NstTensor target, int64_t reduction) NST_TENSOR(at::mse_loss(*input, *target, reduction))
NST_API NstTensor nst_nn_l1(NstTensor input, NstTensor target, int64_t reduction) NST_TENSOR(at::l1_loss(*input, *target, reduction))
NST_API NstTensor nst_nn_smooth_l1(NstTensor input, NstTensor target, int64_t reduction, double beta)
    NST_TENSOR(at::smooth_l1_loss(*input, *target, reduction, beta))
NST_API NstTensor nst_nn_huber(NstTensor input, NstTensor target, int64_t reduction, double delta)
    NST_TENSOR(at::huber_loss(*input, *target, reduction, delta))
NST_API NstTensor nst_nn_kl_div(NstTensor input, NstTensor target, int64_t reduction, int32_t log_target)
    NST_TENSOR(at::kl_div(*input, *target, reduction, log_target != 0))

// Moves or converts a tensor and its gradient under the same handle, as PyTorch's `param.data = ...` does.
NST_API int nst_nn_exchange(NstTensor tensor, NstOptions target, int32_t non_blocking)
    NST_DO({
        at::NoGradGuard guard;
        const auto options = nst::options(target);
        auto gradient = tensor->grad();
        tensor->set_data(tensor->detach().to(options, non_blocking != 0));
        if (gradient.defined()) tensor->mutable_grad() = gradient.to(options, non_blocking != 0);
    })
