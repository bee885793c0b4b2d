// The border between .NET and libtorch: plain C functions, and the conventions all of them follow.
//
//  * A tensor handle is a heap-allocated at::Tensor (one reference to the tensor's storage). A function that returns
//    NstTensor makes a new handle, which the caller frees with nst_tensor_free; null means that it failed.
//  * Any other function that can fail returns int, 0 for success, and its results through out-pointers.
//  * No exception crosses the border: the macros below catch all of them and keep libtorch's message for this thread,
//    to be fetched once with nst_last_error.
//  * A list of tensors is int64 count followed by the handles, in one block. The callee of an argument only reads it; a list
//    returned is malloc'd, its handles are new (null for an undefined tensor), and the caller frees the block with nst_free.
//  * A null tensor or generator argument means "absent"; so do an NstScalar of kind -1 and an NstOptions member of -1.
#pragma once

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <cstdint>
#include <optional>
#include <vector>

using NstTensor = at::Tensor*;
using NstGenerator = at::Generator*;
using NstTensors = int64_t*;   // count, handle, handle, ...

// A number as C# hands it over; kind: -1 absent, 0 real, 1 integer, 2 boolean.
struct NstScalar {
    int64_t kind;
    int64_t integer;
    double real;
};

// Where and how a new tensor is made; dtype and device_type are libtorch's own numbers.
struct NstOptions {
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t requires_grad;
};

namespace nst {

NstTensor own(at::Tensor tensor);                       // a new handle, counted
NstTensors own(const std::vector<at::Tensor>& tensors); // a new list of new handles
void fail() noexcept;                                   // keeps the message of the exception being handled

inline at::Tensor get(NstTensor handle) { return handle ? *handle : at::Tensor(); }   // absent: an undefined tensor
inline c10::optional<at::Tensor> maybe(NstTensor handle) {
    return handle ? c10::optional<at::Tensor>(*handle) : c10::nullopt;
}
inline c10::optional<at::Generator> maybe(NstGenerator handle) {
    return handle ? c10::optional<at::Generator>(*handle) : c10::nullopt;
}
inline at::Scalar get(NstScalar s) {
    return s.kind == 0 ? at::Scalar(s.real) : s.kind == 1 ? at::Scalar(s.integer) : at::Scalar(s.integer != 0);
}
inline c10::optional<at::Scalar> maybe(NstScalar s) {
    return s.kind < 0 ? c10::nullopt : c10::optional<at::Scalar>(get(s));
}
inline c10::optional<at::ScalarType> dtype(int32_t number) {
    return number < 0 ? c10::nullopt : c10::optional<at::ScalarType>(static_cast<at::ScalarType>(number));
}
inline at::IntArrayRef ints(const int64_t* values, int32_t count) {
    return at::IntArrayRef(values, static_cast<size_t>(count));
}
inline at::OptionalIntArrayRef maybe_ints(const int64_t* values, int32_t count) {   // empty: absent (all dimensions)
    return count == 0 ? at::OptionalIntArrayRef() : at::OptionalIntArrayRef(ints(values, count));
}
std::vector<at::Tensor> list(const int64_t* handles);
at::TensorOptions options(NstOptions o);

}  // namespace nst

#define NST_API extern "C" __attribute__((visibility("default")))

// The whole body of a function: NST_TENSOR and NST_LIST return what the expression makes, NST_DO runs statements.
#define NST_TENSOR(...) { try { return nst::own(__VA_ARGS__); } catch (...) { nst::fail(); return nullptr; } }
#define NST_LIST(...) { try { return nst::own(std::vector<at::Tensor>(__VA_ARGS__)); } catch (...) { nst::fail(); return nullptr; } }
#define NST_DO(...) { try { __VA_ARGS__; return 0; } catch (...) { nst::fail(); return 1; } }
