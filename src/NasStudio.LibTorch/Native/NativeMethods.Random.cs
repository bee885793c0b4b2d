using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial nint nst_generator_new(ulong seed, int device_type, int device_index);
    [LibraryImport(Library)] internal static partial nint nst_generator_default();
    [LibraryImport(Library)] internal static partial void nst_generator_free(nint generator);
    [LibraryImport(Library)] internal static partial int nst_generator_seed(Generator generator, ulong seed);
    [LibraryImport(Library)] internal static partial int nst_generator_initial_seed(Generator generator, out ulong seed);
    [LibraryImport(Library)] internal static partial Tensor nst_generator_get_state(Generator generator);
    [LibraryImport(Library)] internal static partial int nst_generator_set_state(Generator generator, Tensor state);
    [LibraryImport(Library)] internal static partial int nst_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial Tensor nst_bernoulli(Tensor p, Generator? generator);
    [LibraryImport(Library)] internal static partial Tensor nst_multinomial(Tensor p, long samples, Flag replacement, Generator? generator);
    [LibraryImport(Library)] internal static partial Tensor nst_poisson(Tensor rate, Generator? generator);
    [LibraryImport(Library)] internal static partial int nst_bernoulli_(Tensor t, double p, Generator? generator);
    [LibraryImport(Library)] internal static partial int nst_uniform_(Tensor t, double from, double to, Generator? generator);
    [LibraryImport(Library)] internal static partial int nst_normal_(Tensor t, double mean, double std, Generator? generator);
    [LibraryImport(Library)] internal static partial int nst_exponential_(Tensor t, double lambda, Generator? generator);
}
