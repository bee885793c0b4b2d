// Element-wise operations; operands broadcast as in libtorch.
#include "shim.h"

#define UNARY(name) NST_API NstTensor nst_##name(NstTensor t) NST_TENSOR(at::name(*t))
#define UNARY_INPLACE(name) UNARY(name) NST_API int nst_##name##_(NstTensor t) NST_DO(t->name##_())
#define ACTIVATION(name) UNARY(name) NST_API int nst_##name##_(NstTensor t) NST_DO(at::name##_(*t))   // no method of its own
#define BINARY(name) NST_API NstTensor nst_##name(NstTensor a, NstTensor b) NST_TENSOR(at::name(*a, *b))
#define BINARY_INPLACE(name) BINARY(name) NST_API int nst_##name##_(NstTensor a, NstTensor b) NST_DO(a->name##_(*b))
#define WITH_NUMBER(name) NST_API NstTensor nst_##name##_scalar(NstTensor a, NstScalar b) NST_TENSOR(at::name(*a, nst::get(b)))
#define WITH_NUMBER_INPLACE(name) WITH_NUMBER(name) NST_API int nst_##name##_scalar_(NstTensor a, NstScalar b) NST_DO(a->name##_(nst::get(b)))

UNARY_INPLACE(abs) UNARY_INPLACE(neg) UNARY_INPLACE(exp) UNARY_INPLACE(exp2) UNARY_INPLACE(expm1)
UNARY_INPLACE(log) UNARY_INPLACE(log2) UNARY_INPLACE(log10) UNARY_INPLACE(log1p)
UNARY_INPLACE(sqrt) UNARY_INPLACE(rsqrt) UNARY_INPLACE(square) UNARY_INPLACE(reciprocal)
UNARY_INPLACE(sin) UNARY_INPLACE(cos) UNARY_INPLACE(tan) UNARY_INPLACE(asin) UNARY_INPLACE(acos) UNARY_INPLACE(atan)
UNARY_INPLACE(sinh) UNARY_INPLACE(cosh) UNARY_INPLACE(tanh)
UNARY_INPLACE(sigmoid) UNARY_INPLACE(relu) ACTIVATION(relu6) ACTIVATION(silu) ACTIVATION(selu)
ACTIVATION(hardswish) ACTIVATION(hardsigmoid)
UNARY_INPLACE(erf) UNARY_INPLACE(erfc) UNARY_INPLACE(erfinv) UNARY_INPLACE(lgamma) UNARY_INPLACE(digamma)
UNARY_INPLACE(floor) UNARY_INPLACE(ceil) UNARY_INPLACE(round) UNARY_INPLACE(trunc) UNARY_INPLACE(frac) UNARY_INPLACE(sign)
UNARY_INPLACE(logical_not) UNARY_INPLACE(bitwise_not)
UNARY(isnan) UNARY(isinf) UNARY(isfinite) UNARY(log_sigmoid) UNARY(softplus) UNARY(gelu)

BINARY_INPLACE(mul) BINARY_INPLACE(pow) BINARY_INPLACE(atan2) BINARY_INPLACE(remainder) BINARY_INPLACE(fmod) BINARY_INPLACE(floor_divide)
BINARY_INPLACE(eq) BINARY_INPLACE(ne) BINARY_INPLACE(lt) BINARY_INPLACE(le) BINARY_INPLACE(gt) BINARY_INPLACE(ge)
BINARY_INPLACE(logical_and) BINARY_INPLACE(logical_or) BINARY_INPLACE(logical_xor)
BINARY_INPLACE(bitwise_and) BINARY_INPLACE(bitwise_or) BINARY_INPLACE(bitwise_xor)
BINARY(maximum) BINARY(minimum) BINARY(logaddexp)
WITH_NUMBER_INPLACE(mul) WITH_NUMBER_INPLACE(pow) WITH_NUMBER_INPLACE(remainder) WITH_NUMBER_INPLACE(fmod)
WITH_NUMBER_INPLACE(eq) WITH_NUMBER_INPLACE(ne) WITH_NUMBER_INPLACE(lt) WITH_NUMBER_INPLACE(le) WITH_NUMBER_INPLACE(gt) WITH_NUMBER_INPLACE(ge)
WITH_NUMBER(leaky_relu) WITH_NUMBER_INPLACE(clamp_min) WITH_NUMBER_INPLACE(clamp_max)
NST_API int nst_leaky_relu_scalar_(NstTensor t, NstScalar slope) NST_DO(at::leaky_relu_(*t, nst::get(slope)))

// a + alpha b, a - alpha b
NST_API NstTensor nst_add(NstTensor a, NstTensor b, NstScalar alpha) NST_TENSOR(at::add(*a, *b, nst::get(alpha)))
NST_API int nst_add_(NstTensor a, NstTensor b, NstScalar alpha) NST_DO(a->add_(*b, nst::get(alpha)))
NST_API NstTensor nst_add_scalar(NstTensor a, NstScalar b, NstScalar alpha) NST_TENSOR(at::add(*a, nst::get(b), nst::get(alpha)))
NST_API int nst_add_scalar_(NstTensor a, NstScalar b, NstScalar alpha) NST_DO(a->add_(nst::get(b), nst::get(alpha)))
NST_API NstTensor nst_sub(NstTensor a, NstTensor b, NstScalar alpha) NST_TENSOR(at::sub(*a, *b, nst::get(alpha)))
NST_API int nst_sub_(NstTensor a, NstTensor b, NstScalar alpha) NST_DO(a->sub_(*b, nst::get(alpha)))
NST_API NstTensor nst_sub_scalar(NstTensor a, NstScalar b, NstScalar alpha) NST_TENSOR(at::sub(*a, nst::get(b), nst::get(alpha)))
NST_API int nst_sub_scalar_(NstTensor a, NstScalar b, NstScalar alpha) NST_DO(a->sub_(nst::get(b), nst::get(alpha)))
NST_API NstTensor nst_rsub_scalar(NstTensor a, NstScalar b) NST_TENSOR(at::rsub(*a, nst::get(b)))

// mode: 0 true division, 1 truncated, 2 floored
static c10::optional<c10::string_view> rounding(int32_t mode) {
    return mode == 0 ? c10::nullopt : c10::optional<c10::string_view>(mode == 1 ? "trunc" : "floor");
}
NST_API NstTensor nst_div(NstTensor a, NstTensor b, int32_t mode) NST_TENSOR(at::div(*a, *b, rounding(mode)))
NST_API int nst_div_(NstTensor a, NstTensor b, int32_t mode) NST_DO(a->div_(*b, rounding(mode)))
NST_API NstTensor nst_div_scalar(NstTensor a, NstScalar b, int32_t mode) NST_TENSOR(at::div(*a, nst::get(b), rounding(mode)))
NST_API int nst_div_scalar_(NstTensor a, NstScalar b, int32_t mode) NST_DO(a->div_(nst::get(b), rounding(mode)))
NST_API NstTensor nst_rpow_scalar(NstScalar a, NstTensor b) NST_TENSOR(at::pow(nst::get(a), *b))

// t + value tensor1 tensor2, t + value tensor1 / tensor2
NST_API NstTensor nst_addcmul(NstTensor t, NstTensor a, NstTensor b, NstScalar value) NST_TENSOR(at::addcmul(*t, *a, *b, nst::get(value)))
NST_API int nst_addcmul_(NstTensor t, NstTensor a, NstTensor b, NstScalar value) NST_DO(t->addcmul_(*a, *b, nst::get(value)))
NST_API NstTensor nst_addcdiv(NstTensor t, NstTensor a, NstTensor b, NstScalar value) NST_TENSOR(at::addcdiv(*t, *a, *b, nst::get(value)))
NST_API int nst_addcdiv_(NstTensor t, NstTensor a, NstTensor b, NstScalar value) NST_DO(t->addcdiv_(*a, *b, nst::get(value)))
NST_API NstTensor nst_lerp(NstTensor t, NstTensor end, NstTensor weight) NST_TENSOR(at::lerp(*t, *end, *weight))
NST_API int nst_lerp_(NstTensor t, NstTensor end, NstTensor weight) NST_DO(t->lerp_(*end, *weight))

NST_API NstTensor nst_clamp(NstTensor t, NstScalar min, NstScalar max) NST_TENSOR(at::clamp(*t, nst::maybe(min), nst::maybe(max)))
NST_API int nst_clamp_(NstTensor t, NstScalar min, NstScalar max) NST_DO(t->clamp_(nst::maybe(min), nst::maybe(max)))
NST_API NstTensor nst_clamp_tensor(NstTensor t, NstTensor min, NstTensor max) NST_TENSOR(at::clamp(*t, nst::maybe(min), nst::maybe(max)))
NST_API int nst_clamp_tensor_(NstTensor t, NstTensor min, NstTensor max) NST_DO(t->clamp_(nst::maybe(min), nst::maybe(max)))
NST_API NstTensor nst_isclose(NstTensor a, NstTensor b, double rtol, double atol, bool equal_nan) NST_TENSOR(at::isclose(*a, *b, rtol, atol, equal_nan))
NST_API int nst_allclose(NstTensor a, NstTensor b, double rtol, double atol, bool equal_nan, bool* out) NST_DO(*out = at::allclose(*a, *b, rtol, atol, equal_nan))
NST_API int nst_equal(NstTensor a, NstTensor b, bool* out) NST_DO(*out = at::equal(*a, *b))
NST_API NstTensor nst_nan_to_num(NstTensor t, double nan, double posinf, double neginf, bool has_posinf, bool has_neginf)
    NST_TENSOR(at::nan_to_num(*t, nan, has_posinf ? c10::optional<double>(posinf) : c10::nullopt, has_neginf ? c10::optional<double>(neginf) : c10::nullopt))
