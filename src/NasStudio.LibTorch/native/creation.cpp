// New tensors.
#include "shim.h"

static NstTensor finish(at::Tensor t, NstOptions o) {
    if (o.requires_grad) t.set_requires_grad(true);
    return nst::own(std::move(t));
}
#define NST_NEW(...) { try { return finish(__VA_ARGS__, o); } catch (...) { nst::fail(); return nullptr; } }

NST_API NstTensor nst_empty(const int64_t* sizes, int32_t n, NstOptions o) NST_NEW(at::empty(nst::ints(sizes, n), nst::options(o)))
NST_API NstTensor nst_zeros(const int64_t* sizes, int32_t n, NstOptions o) NST_NEW(at::zeros(nst::ints(sizes, n), nst::options(o)))
NST_API NstTensor nst_ones(const int64_t* sizes, int32_t n, NstOptions o) NST_NEW(at::ones(nst::ints(sizes, n), nst::options(o)))
NST_API NstTensor nst_full(const int64_t* sizes, int32_t n, NstScalar value, NstOptions o) NST_NEW(at::full(nst::ints(sizes, n), nst::get(value), nst::options(o)))
NST_API NstTensor nst_arange(NstScalar start, NstScalar stop, NstScalar step, NstOptions o) NST_NEW(at::arange(nst::get(start), nst::get(stop), nst::get(step), nst::options(o)))
NST_API NstTensor nst_linspace(double start, double end, int64_t steps, NstOptions o) NST_NEW(at::linspace(start, end, steps, nst::options(o)))
NST_API NstTensor nst_logspace(double start, double end, int64_t steps, double base, NstOptions o) NST_NEW(at::logspace(start, end, steps, base, nst::options(o)))
NST_API NstTensor nst_eye(int64_t rows, int64_t columns, NstOptions o) NST_NEW(at::eye(rows, columns, nst::options(o)))
NST_API NstTensor nst_empty_like(NstTensor t, NstOptions o) NST_NEW(at::empty_like(*t, nst::options(o)))
NST_API NstTensor nst_zeros_like(NstTensor t, NstOptions o) NST_NEW(at::zeros_like(*t, nst::options(o)))
NST_API NstTensor nst_ones_like(NstTensor t, NstOptions o) NST_NEW(at::ones_like(*t, nst::options(o)))
NST_API NstTensor nst_full_like(NstTensor t, NstScalar value, NstOptions o) NST_NEW(at::full_like(*t, nst::get(value), nst::options(o)))

NST_API NstTensor nst_rand(const int64_t* sizes, int32_t n, NstGenerator g, NstOptions o) NST_NEW(at::rand(nst::ints(sizes, n), nst::maybe(g), nst::options(o)))
NST_API NstTensor nst_randn(const int64_t* sizes, int32_t n, NstGenerator g, NstOptions o) NST_NEW(at::randn(nst::ints(sizes, n), nst::maybe(g), nst::options(o)))
NST_API NstTensor nst_randint(int64_t low, int64_t high, const int64_t* sizes, int32_t n, NstGenerator g, NstOptions o) NST_NEW(at::randint(low, high, nst::ints(sizes, n), nst::maybe(g), nst::options(o)))
NST_API NstTensor nst_randperm(int64_t n, NstGenerator g, NstOptions o) NST_NEW(at::randperm(n, nst::maybe(g), nst::options(o)))
NST_API NstTensor nst_rand_like(NstTensor t, NstOptions o) NST_NEW(at::rand_like(*t, nst::options(o)))
NST_API NstTensor nst_randn_like(NstTensor t, NstOptions o) NST_NEW(at::randn_like(*t, nst::options(o)))

// Copies `data` (contiguous, count = product of sizes) into a tensor of its own.
NST_API NstTensor nst_from_memory(const void* data, int32_t dtype, const int64_t* sizes, int32_t dims, NstOptions o)
    NST_NEW(at::from_blob(const_cast<void*>(data), nst::ints(sizes, dims), at::TensorOptions(static_cast<at::ScalarType>(dtype)))
                .to(nst::options(o), /*non_blocking=*/false, /*copy=*/true))
