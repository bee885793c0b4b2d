using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Draws; without a generator they come from libtorch's global one.
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => nst_bernoulli(this, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) => nst_multinomial(this, num_samples, replacement, generator);
        public Tensor poisson(Generator? generator = null) => nst_poisson(this, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Done(nst_bernoulli_(this, p, generator));
        public Tensor uniform_(double from, double to, Generator? generator = null) => Done(nst_uniform_(this, from, to, generator));
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Done(nst_normal_(this, mean, std, generator));
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => Done(nst_exponential_(this, lambda, generator));
    }

    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) => input.multinomial(num_samples, replacement, generator);
    public static Tensor poisson(Tensor input, Generator? generator = null) => input.poisson(generator);
}
