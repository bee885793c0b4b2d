// Reading and writing by index, mask and position.
#include "shim.h"

#include <ATen/TensorIndexing.h>

// One entry of an index expression; kind: 0 integer, 1 slice (absent bounds are INT64_MIN), 2 tensor, 3 ellipsis, 4 new axis, 5 boolean.
struct NstIndex {
    int64_t kind;
    int64_t start;
    int64_t stop;
    int64_t step;
    NstTensor tensor;
};

static std::vector<at::indexing::TensorIndex> indices(const NstIndex* entries, int32_t count) {
    const auto bound = [](int64_t value) { return value == INT64_MIN ? c10::optional<int64_t>() : c10::optional<int64_t>(value); };
    std::vector<at::indexing::TensorIndex> result;
    result.reserve(static_cast<size_t>(count));
    for (const auto* e = entries; e != entries + count; e++) {
        switch (e->kind) {
            case 0: result.emplace_back(e->start); break;
            case 1: result.emplace_back(at::indexing::Slice(bound(e->start), bound(e->stop), bound(e->step))); break;
            case 2: result.emplace_back(*e->tensor); break;
            case 3: result.emplace_back(at::indexing::Ellipsis); break;
            case 4: result.emplace_back(at::indexing::None); break;
            default: result.emplace_back(e->start != 0); break;
        }
    }
    return result;
}

NST_API NstTensor nst_index(NstTensor t, const NstIndex* entries, int32_t n) NST_TENSOR(t->index(indices(entries, n)))
NST_API int nst_index_put_(NstTensor t, const NstIndex* entries, int32_t n, NstTensor value) NST_DO(t->index_put_(indices(entries, n), *value))
NST_API int nst_index_put_scalar_(NstTensor t, const NstIndex* entries, int32_t n, NstScalar value) NST_DO(t->index_put_(indices(entries, n), nst::get(value)))

NST_API NstTensor nst_index_select(NstTensor t, int64_t dim, NstTensor index) NST_TENSOR(t->index_select(dim, *index))
NST_API NstTensor nst_index_add(NstTensor t, int64_t dim, NstTensor index, NstTensor source, NstScalar alpha) NST_TENSOR(t->index_add(dim, *index, *source, nst::get(alpha)))
NST_API int nst_index_add_(NstTensor t, int64_t dim, NstTensor index, NstTensor source, NstScalar alpha) NST_DO(t->index_add_(dim, *index, *source, nst::get(alpha)))
NST_API int nst_index_copy_(NstTensor t, int64_t dim, NstTensor index, NstTensor source) NST_DO(t->index_copy_(dim, *index, *source))
NST_API NstTensor nst_take_along_dim(NstTensor t, NstTensor indices, int64_t dim) NST_TENSOR(t->take_along_dim(*indices, dim))
NST_API NstTensor nst_gather(NstTensor t, int64_t dim, NstTensor index) NST_TENSOR(t->gather(dim, *index))
NST_API NstTensor nst_one_hot(NstTensor t, int64_t classes) NST_TENSOR(at::one_hot(*t, classes))
NST_API NstTensor nst_scatter(NstTensor t, int64_t dim, NstTensor index, NstTensor src) NST_TENSOR(t->scatter(dim, *index, *src))
NST_API int nst_scatter_(NstTensor t, int64_t dim, NstTensor index, NstTensor src) NST_DO(t->scatter_(dim, *index, *src))
NST_API NstTensor nst_scatter_add(NstTensor t, int64_t dim, NstTensor index, NstTensor src) NST_TENSOR(t->scatter_add(dim, *index, *src))
NST_API int nst_scatter_add_(NstTensor t, int64_t dim, NstTensor index, NstTensor src) NST_DO(t->scatter_add_(dim, *index, *src))
NST_API NstTensor nst_masked_fill(NstTensor t, NstTensor mask, NstScalar value) NST_TENSOR(t->masked_fill(*mask, nst::get(value)))
NST_API int nst_masked_fill_(NstTensor t, NstTensor mask, NstScalar value) NST_DO(t->masked_fill_(*mask, nst::get(value)))
NST_API NstTensor nst_masked_select(NstTensor t, NstTensor mask) NST_TENSOR(t->masked_select(*mask))
NST_API NstTensor nst_where(NstTensor condition, NstTensor x, NstTensor y) NST_TENSOR(at::where(*condition, *x, *y))
NST_API NstTensor nst_nonzero(NstTensor t) NST_TENSOR(t->nonzero())
NST_API int nst_unique(NstTensor t, bool sorted, NstTensor* values, NstTensor* inverse, NstTensor* counts)
    NST_DO(auto r = at::_unique2(*t, sorted, true, true); *values = nst::own(std::get<0>(r)); *inverse = nst::own(std::get<1>(r)); *counts = nst::own(std::get<2>(r)))
