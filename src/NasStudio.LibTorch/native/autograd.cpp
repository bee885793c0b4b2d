// Reverse-mode differentiation.
#include "shim.h"

NST_API int nst_backward(const int64_t* tensors, const int64_t* gradients, int32_t retain_graph, int32_t create_graph, const int64_t* inputs)
    NST_DO(torch::autograd::backward(nst::list(tensors), nst::list(gradients), retain_graph != 0, create_graph != 0, nst::list(inputs)))

NST_API NstTensors nst_autograd_grad(const int64_t* outputs, const int64_t* inputs, const int64_t* gradients, int32_t retain_graph, int32_t create_graph, int32_t allow_unused)
    NST_LIST(torch::autograd::grad(nst::list(outputs), nst::list(inputs), nst::list(gradients), retain_graph != 0, create_graph != 0, allow_unused != 0))
