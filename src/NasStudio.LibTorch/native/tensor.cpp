// What a tensor is: shape, type, place, storage, autograd state; copies and conversions.
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

NST_API NstTensor nst_clone(NstTensor t) NST_TENSOR(t->clone())
NST_API NstTensor nst_contiguous(NstTensor t, int32_t format) NST_TENSOR(t->contiguous(static_cast<at::MemoryFormat>(format)))
NST_API NstTensor nst_to(NstTensor t, NstOptions o, bool non_blocking, bool copy) NST_TENSOR(t->to(nst::options(o), non_blocking, copy))
NST_API NstTensor nst_to_format(NstTensor t, int32_t format) NST_TENSOR(t->to(t->options().memory_format(static_cast<at::MemoryFormat>(format)), false, false))
NST_API int nst_copy_(NstTensor t, NstTensor source, bool non_blocking) NST_DO(t->copy_(*source, non_blocking))
NST_API int nst_set_(NstTensor t, NstTensor source) NST_DO(t->set_(*source))
NST_API int nst_fill_(NstTensor t, NstScalar value) NST_DO(t->fill_(nst::get(value)))
NST_API int nst_zero_(NstTensor t) NST_DO(t->zero_())

NST_API int nst_item(NstTensor t, NstScalar* out) NST_DO(
    const auto value = t->item();
    if (value.isBoolean()) *out = {2, value.toBool(), 0};
    else if (value.isIntegral(false)) *out = {1, value.toLong(), 0};
    else *out = {0, 0, value.toDouble()})
