// Generators, and the operations that draw from one.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include <mutex>

NST_API NstGenerator nst_generator_new(uint64_t seed, int32_t device_type, int32_t device_index) {
    try {
        if (device_type == 0) return new at::Generator(at::detail::createCPUGenerator(seed));
        auto generator = at::globalContext().defaultGenerator(at::Device(at::kCUDA, static_cast<at::DeviceIndex>(device_index))).clone();
        generator.set_current_seed(seed);
        return new at::Generator(std::move(generator));
    } catch (...) {
        nst::fail();
        return nullptr;
    }
}
NST_API NstGenerator nst_generator_default() { return new at::Generator(at::detail::getDefaultCPUGenerator()); }
NST_API void nst_generator_free(NstGenerator g) { delete g; }
NST_API int nst_generator_seed(NstGenerator g, uint64_t seed)
    NST_DO(const std::lock_guard<std::mutex> lock(g->mutex()); g->set_current_seed(seed))
NST_API int nst_generator_initial_seed(NstGenerator g, uint64_t* seed) NST_DO(*seed = g->current_seed())
NST_API NstTensor nst_generator_get_state(NstGenerator g) NST_TENSOR(g->get_state())
NST_API int nst_generator_set_state(NstGenerator g, NstTensor state) NST_DO(g->set_state(*state))
NST_API int nst_manual_seed(uint64_t seed) NST_DO(at::manual_seed(seed))

NST_API NstTensor nst_bernoulli(NstTensor p, NstGenerator g) NST_TENSOR(at::bernoulli(*p, nst::maybe(g)))
NST_API NstTensor nst_multinomial(NstTensor p, int64_t samples, bool replacement, NstGenerator g) NST_TENSOR(at::multinomial(*p, samples, replacement, nst::maybe(g)))
NST_API NstTensor nst_poisson(NstTensor rate, NstGenerator g) NST_TENSOR(at::poisson(*rate, nst::maybe(g)))
NST_API int nst_bernoulli_(NstTensor t, double p, NstGenerator g) NST_DO(t->bernoulli_(p, nst::maybe(g)))
NST_API int nst_uniform_(NstTensor t, double from, double to, NstGenerator g) NST_DO(t->uniform_(from, to, nst::maybe(g)))
NST_API int nst_normal_(NstTensor t, double mean, double std, NstGenerator g) NST_DO(t->normal_(mean, std, nst::maybe(g)))
NST_API int nst_exponential_(NstTensor t, double lambda, NstGenerator g) NST_DO(t->exponential_(lambda, nst::maybe(g)))
