// Handles, errors, threads and the state that libtorch keeps for a thread.
#include "shim.h"

#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/version.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace {
std::atomic<int64_t> live_handles{0};
thread_local std::string last_error;
thread_local bool has_error = false;
}  // namespace

namespace nst {

NstTensor own(at::Tensor tensor) {
    auto* handle = new at::Tensor(std::move(tensor));
    live_handles.fetch_add(1, std::memory_order_relaxed);
    return handle;
}

NstTensors own(const std::vector<at::Tensor>& tensors) {
    auto* block = static_cast<int64_t*>(std::malloc(sizeof(int64_t) * (tensors.size() + 1)));
    if (!block) throw std::bad_alloc();
    block[0] = static_cast<int64_t>(tensors.size());
    for (size_t i = 0; i < tensors.size(); i++) block[i + 1] = tensors[i].defined() ? reinterpret_cast<int64_t>(own(tensors[i])) : 0;
    return block;
}

void fail() noexcept {
    try {
        has_error = true;
        try {
            throw;
        } catch (const c10::Error& e) {
            last_error = e.what_without_backtrace();
        } catch (const std::exception& e) {
            last_error = e.what();
        } catch (...) {
            last_error = "libtorch threw something that is not an exception";
        }
    } catch (...) {   // no memory for the message itself
        last_error.clear();
    }
}

std::vector<at::Tensor> list(const int64_t* handles) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(static_cast<size_t>(handles[0]));
    for (int64_t i = 1; i <= handles[0]; i++) tensors.push_back(get(reinterpret_cast<NstTensor>(handles[i])));
    return tensors;
}

at::TensorOptions options(NstOptions o) {
    at::TensorOptions result;
    if (o.dtype >= 0) result = result.dtype(static_cast<at::ScalarType>(o.dtype));
    if (o.device_type >= 0)
        result = result.device(at::Device(static_cast<at::DeviceType>(o.device_type), static_cast<at::DeviceIndex>(o.device_index)));
    return result;
}

}  // namespace nst

// The message of this thread's last failure, valid until the next one; null when there was none since the last call.
NST_API const char* nst_last_error() {
    if (!has_error) return nullptr;
    has_error = false;
    return last_error.c_str();
}

NST_API void nst_free(void* block) { std::free(block); }

NST_API void nst_tensor_free(NstTensor tensor) {
    if (!tensor) return;
    delete tensor;
    live_handles.fetch_sub(1, std::memory_order_relaxed);
}

NST_API int64_t nst_live_handles() { return live_handles.load(std::memory_order_relaxed); }
NST_API const char* nst_version() { return TORCH_VERSION; }

NST_API int nst_set_num_threads(int32_t count) NST_DO(at::set_num_threads(count))
NST_API int32_t nst_get_num_threads() { return at::get_num_threads(); }
NST_API int nst_set_num_interop_threads(int32_t count) NST_DO(at::set_num_interop_threads(count))
NST_API int32_t nst_get_num_interop_threads() { return static_cast<int32_t>(at::get_num_interop_threads()); }

NST_API int32_t nst_cuda_is_available() { return at::hasCUDA() && at::detail::getCUDAHooks().getNumGPUs() > 0; }
NST_API int32_t nst_cuda_device_count() { return at::hasCUDA() ? static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs()) : 0; }

NST_API int32_t nst_grad_mode_get() { return at::GradMode::is_enabled(); }
NST_API void nst_grad_mode_set(int32_t enabled) { at::GradMode::set_enabled(enabled != 0); }

NST_API int32_t nst_inference_mode_get() { return c10::InferenceMode::is_enabled(); }
NST_API void* nst_inference_mode_enter(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
NST_API void nst_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

// CPU autocast to bfloat16 for this thread; the cache of cast weights is dropped when it ends.
NST_API int32_t nst_autocast_cpu_get() { return at::autocast::is_cpu_enabled(); }
NST_API void nst_autocast_cpu_set(int32_t enabled) {
    if (enabled) at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_cpu_enabled(enabled != 0);
    if (!enabled) at::autocast::clear_cache();
}
