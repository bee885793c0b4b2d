// Products and decompositions of matrices; leading dimensions are batches.
#include "shim.h"

#include <string>

NST_API NstTensor nst_matmul(NstTensor a, NstTensor b) NST_TENSOR(at::matmul(*a, *b))
NST_API NstTensor nst_mm(NstTensor a, NstTensor b) NST_TENSOR(at::mm(*a, *b))
NST_API NstTensor nst_mv(NstTensor a, NstTensor b) NST_TENSOR(at::mv(*a, *b))
NST_API NstTensor nst_bmm(NstTensor a, NstTensor b) NST_TENSOR(at::bmm(*a, *b))
NST_API NstTensor nst_dot(NstTensor a, NstTensor b) NST_TENSOR(at::dot(*a, *b))
NST_API NstTensor nst_outer(NstTensor a, NstTensor b) NST_TENSOR(at::outer(*a, *b))
NST_API NstTensor nst_trace(NstTensor t) NST_TENSOR(at::trace(*t))
NST_API NstTensor nst_addmm(NstTensor t, NstTensor a, NstTensor b, float beta, float alpha) NST_TENSOR(at::addmm(*t, *a, *b, beta, alpha))
NST_API NstTensor nst_baddbmm(NstTensor t, NstTensor a, NstTensor b, float beta, float alpha) NST_TENSOR(at::baddbmm(*t, *a, *b, beta, alpha))
NST_API NstTensor nst_einsum(const char* equation, const int64_t* tensors) NST_TENSOR(at::einsum(equation, nst::list(tensors)))

NST_API NstTensor nst_cholesky(NstTensor t) NST_TENSOR(at::linalg_cholesky(*t))
NST_API int nst_cholesky_ex(NstTensor t, bool check_errors, NstTensor* l, NstTensor* info)
    NST_DO(auto r = at::linalg_cholesky_ex(*t, false, check_errors); *l = nst::own(std::get<0>(r)); *info = nst::own(std::get<1>(r)))
NST_API NstTensor nst_eigvalsh(NstTensor t, uint8_t uplo) NST_TENSOR(at::linalg_eigvalsh(*t, std::string(1, static_cast<char>(uplo))))
NST_API int nst_eigh(NstTensor t, uint8_t uplo, NstTensor* values, NstTensor* vectors)
    NST_DO(auto r = at::linalg_eigh(*t, std::string(1, static_cast<char>(uplo))); *values = nst::own(std::get<0>(r)); *vectors = nst::own(std::get<1>(r)))
NST_API int nst_svd(NstTensor t, bool full_matrices, NstTensor* u, NstTensor* s, NstTensor* vh)
    NST_DO(auto r = at::linalg_svd(*t, full_matrices); *u = nst::own(std::get<0>(r)); *s = nst::own(std::get<1>(r)); *vh = nst::own(std::get<2>(r)))
NST_API NstTensor nst_svdvals(NstTensor t) NST_TENSOR(at::linalg_svdvals(*t))
NST_API int nst_slogdet(NstTensor t, NstTensor* sign, NstTensor* logabsdet)
    NST_DO(auto r = at::linalg_slogdet(*t); *sign = nst::own(std::get<0>(r)); *logabsdet = nst::own(std::get<1>(r)))
NST_API NstTensor nst_det(NstTensor t) NST_TENSOR(at::linalg_det(*t))
NST_API NstTensor nst_inv(NstTensor t) NST_TENSOR(at::linalg_inv(*t))
NST_API NstTensor nst_solve(NstTensor a, NstTensor b, bool left) NST_TENSOR(at::linalg_solve(*a, *b, left))
NST_API NstTensor nst_solve_triangular(NstTensor a, NstTensor b, bool upper, bool left, bool unitriangular)
    NST_TENSOR(at::linalg_solve_triangular(*a, *b, upper, left, unitriangular))
NST_API NstTensor nst_vector_norm(NstTensor t, double ord) NST_TENSOR(at::linalg_vector_norm(*t, ord))
