// Reverse-mode differentiation.
#include "shim.h"

NST_API int nst_backward(const int64_t* tensors, const int64_t* gradients, bool retain_graph, bool create_graph, const int64_t* inputs)
    NST_DO(torch::autograd::backward(nst::list(tensors), nst::list(gradients), retain_graph, create_graph, nst::list(inputs)))

NST_API NstTensors nst_autograd_grad(const int64_t* outputs, const int64_t* inputs, const int64_t* gradients, bool retain_graph, bool create_graph, bool allow_unused)
    NST_LIST(torch::autograd::grad(nst::list(outputs), nst::list(inputs), nst::list(gradients), retain_graph, create_graph, allow_unused))
