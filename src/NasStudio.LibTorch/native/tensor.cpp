// What a tensor is: creation from memory, shape, type, place, storage, autograd state.
#include "shim.h"

NST_API int64_t nst_ndim(NstTensor t) { return t->dim(); }
NST_API int64_t nst_numel(NstTensor t) { return t->numel(); }
NST_API int64_t nst_element_size(NstTensor t) { return t->element_size(); }
NST_API int32_t nst_dtype(NstTensor t) { return static_cast<int32_t>(t->scalar_type()); }
NST_API int32_t nst_device_type(NstTensor t) { return static_cast<int32_t>(t->device().type()); }
NST_API int32_t nst_device_index(NstTensor t) { return t->device().index(); }
NST_API int nst_size(NstTensor t, int64_t dim, int64_t* out) NST_DO(*out = t->size(dim))
NST_API int nst_stride(NstTensor t, int64_t dim, int64_t* out) NST_DO(*out = t->stride(dim))
NST_API int nst_sizes(NstTensor t, int64_t* out) NST_DO(std::copy(t->sizes().begin(), t->sizes().end(), out))
NST_API int nst_strides(NstTensor t, int64_t* out) NST_DO(std::copy(t->strides().begin(), t->strides().end(), out))
NST_API int nst_data(NstTensor t, void** out) NST_DO(*out = t->data_ptr())
NST_API int32_t nst_is_contiguous(NstTensor t, int32_t format) {
    return t->is_contiguous(static_cast<at::MemoryFormat>(format));
}

// Copies `data` (contiguous, count = product of sizes) into a tensor of its own.
NST_API NstTensor nst_from_memory(const void* data, int32_t dtype, const int64_t* sizes, int32_t dims, NstOptions o)
    NST_TENSOR([&] {
        const auto source = at::from_blob(const_cast<void*>(data), nst::ints(sizes, dims), at::TensorOptions(static_cast<at::ScalarType>(dtype)));
        auto copy = source.to(nst::options(o), /*non_blocking=*/false, /*copy=*/true);
        if (o.requires_grad) copy.set_requires_grad(true);
        return copy;
    }())

NST_API NstTensor nst_alias(NstTensor t) NST_TENSOR(*t)

NST_API int32_t nst_requires_grad(NstTensor t) { return t->requires_grad(); }
NST_API int nst_set_requires_grad(NstTensor t, int32_t on) NST_DO(t->set_requires_grad(on != 0))
NST_API int32_t nst_is_leaf(NstTensor t) { return t->is_leaf(); }
NST_API int nst_retain_grad(NstTensor t) NST_DO(t->retain_grad())
NST_API int32_t nst_has_grad(NstTensor t) { return t->grad().defined(); }
NST_API NstTensor nst_grad(NstTensor t) NST_TENSOR(t->grad())
NST_API int nst_set_grad(NstTensor t, NstTensor grad) NST_DO(t->mutable_grad() = nst::get(grad))
NST_API NstTensor nst_detach(NstTensor t) NST_TENSOR(t->detach())
NST_API int nst_detach_(NstTensor t) NST_DO(t->detach_())
NST_API int32_t nst_equal(NstTensor a, NstTensor b) { try { return a->equal(*b); } catch (...) { return 0; } }
