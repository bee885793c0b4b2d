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
}
