// One step of an optimiser over all parameters of a group: the arithmetic of PyTorch's torch/optim, in one call.
// Parameters without a gradient are left alone, and so is their state.
#include "shim.h"

#include <cmath>

namespace {

at::Tensor& tensor(int64_t handle) { return *reinterpret_cast<NstTensor>(handle); }

at::Tensor gradient(const at::Tensor& parameter, bool maximize, double weight_decay) {
    auto g = parameter.grad();
    if (maximize) g = g.neg();
    return weight_decay != 0 ? g.add(parameter, weight_decay) : g;
}

std::vector<at::Tensor> gradients(const int64_t* parameters) {
    std::vector<at::Tensor> result;
    for (int64_t i = 1; i <= parameters[0]; i++) {
        auto g = tensor(parameters[i]).grad();
        if (g.defined()) result.push_back(std::move(g));
    }
    return result;
}

}  // namespace

// `velocities` holds one handle per parameter, 0 until its first step; new handles are the caller's.
NST_API int nst_optim_sgd(const int64_t* parameters, int64_t* velocities, double lr, double momentum, double dampening,
                          double weight_decay, int32_t nesterov, int32_t maximize)
    NST_DO({
        at::NoGradGuard guard;
        for (int64_t i = 0; i < parameters[0]; i++) {
            auto& w = tensor(parameters[i + 1]);
            if (!w.grad().defined()) continue;
            auto g = gradient(w, maximize != 0, weight_decay);
            if (momentum != 0) {
                if (velocities[i] == 0)
                    velocities[i] = reinterpret_cast<int64_t>(nst::own(g.detach().clone()));
                else
                    tensor(velocities[i]).mul_(momentum).add_(g, 1 - dampening);
                const auto& v = tensor(velocities[i]);
                g = nesterov ? g.add(v, momentum) : v;
            }
            w.add_(g, -lr);
        }
    })

// Adam (decoupled = 0) and AdamW (decoupled = 1). `steps` counts each parameter's steps; `largest` is empty without AMSGrad.
NST_API int nst_optim_adam(const int64_t* parameters, int64_t* steps, const int64_t* means, const int64_t* squares,
                           const int64_t* largest, double lr, double beta1, double beta2, double eps, double weight_decay,
                           int32_t decoupled, int32_t maximize)
    NST_DO({
        at::NoGradGuard guard;
        const bool amsgrad = largest[0] > 0;
        for (int64_t i = 0; i < parameters[0]; i++) {
            auto& w = tensor(parameters[i + 1]);
            if (!w.grad().defined()) continue;
            const auto step = static_cast<double>(++steps[i]);
            const auto g = gradient(w, maximize != 0, decoupled ? 0 : weight_decay);
            if (decoupled) w.mul_(1 - lr * weight_decay);
            auto& m = tensor(means[i + 1]);
            auto& v = tensor(squares[i + 1]);
            m.mul_(beta1).add_(g, 1 - beta1);
            v.mul_(beta2).addcmul_(g, g, 1 - beta2);
            const double correction1 = 1 - std::pow(beta1, step), correction2 = 1 - std::pow(beta2, step);
            if (amsgrad) at::maximum_out(tensor(largest[i + 1]), tensor(largest[i + 1]), v);
            const auto& scale = amsgrad ? tensor(largest[i + 1]) : v;
            const auto denominator = scale.sqrt().div_(std::sqrt(correction2)).add_(eps);
            w.addcdiv_(m, denominator, -lr / correction1);
        }
    })

NST_API int nst_optim_zero_grad(const int64_t* parameters, int32_t set_to_none)
    NST_DO({
        for (int64_t i = 1; i <= parameters[0]; i++) {
            auto& g = tensor(parameters[i]).mutable_grad();
            if (!g.defined()) continue;
            if (set_to_none) g.reset();
            else g = g.detach().zero_();
        }
    })

// Scales all gradients so that their joint norm is at most `max_norm`; gives the norm before.
NST_API int nst_optim_clip_grad_norm(const int64_t* parameters, double max_norm, double norm_type, double* total)
    NST_DO({
        at::NoGradGuard guard;
        const auto all = gradients(parameters);
        *total = 0;
        if (all.empty()) return 0;
        std::vector<at::Tensor> norms;
        for (const auto& g : all) norms.push_back(std::isinf(norm_type) ? g.abs().max() : at::norm(g, norm_type));
        const auto stacked = at::stack(norms);
        *total = (std::isinf(norm_type) ? stacked.max() : at::norm(stacked, norm_type)).item<double>();
        const auto factor = max_norm / (*total + 1e-6);
        if (factor < 1)
            for (auto g : all) g.mul_(factor);
    })

NST_API int nst_optim_clip_grad_value(const int64_t* parameters, double limit)
    NST_DO({
        at::NoGradGuard guard;
        for (auto g : gradients(parameters)) g.clamp_(-limit, limit);
    })
