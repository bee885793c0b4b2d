using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The C functions of libnasstudio_torch.so; one part of this class for each file of <c>native/</c>.</summary>
/// <remarks>
/// A function that makes a tensor returns <see cref="torch.Tensor"/>: its marshaller turns a null handle into an exception
/// with libtorch's message. A function that returns an <c>int</c> called status goes through <see cref="Check"/>.
/// </remarks>
internal static partial class NativeMethods
{
    internal const string Library = "nasstudio_torch";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);

    /// <summary>Throws the message of the last failure on this thread when <paramref name="status"/> is not zero.</summary>
    internal static void Check(int status)
    {
        if (status != 0) throw LastError();
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2201", Justification = "TorchSharp's own exception type")]
    internal static ExternalException LastError() =>
        new(Marshal.PtrToStringUTF8(nst_last_error()) ?? "libtorch failed without a message");

    /// <summary>Loads the library from beside the program and says what to install where that fails.</summary>
    internal static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            var cause = File.Exists(path)
                ? "one of the libraries it needs is missing; on Debian: apt-get install libtorch-dev"
                : "the file is not there; build the solution on a machine with libtorch (on Debian: apt-get install libtorch-dev g++ cmake)";
            throw new DllNotFoundException($"The tensor library {path} cannot be loaded: {cause}. The loader says: {e.Message}", e);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Library ? Load(Path.Combine(AppContext.BaseDirectory, "libnasstudio_torch.so")) : 0;

    [LibraryImport(Library)] private static partial nint nst_last_error();
    [LibraryImport(Library)] internal static partial void nst_free(nint block);
    [LibraryImport(Library)] internal static partial void nst_tensor_free(nint tensor);
    [LibraryImport(Library)] internal static partial long nst_live_handles();
    [LibraryImport(Library)] internal static partial nint nst_version();
    [LibraryImport(Library)] internal static partial int nst_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int nst_get_num_threads();
    [LibraryImport(Library)] internal static partial int nst_set_num_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int nst_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial int nst_cuda_is_available();
    [LibraryImport(Library)] internal static partial int nst_cuda_device_count();
    [LibraryImport(Library)] internal static partial int nst_grad_mode_get();
    [LibraryImport(Library)] internal static partial void nst_grad_mode_set(int enabled);
    [LibraryImport(Library)] internal static partial int nst_inference_mode_get();
    [LibraryImport(Library)] internal static partial nint nst_inference_mode_enter(int enabled);
    [LibraryImport(Library)] internal static partial void nst_inference_mode_leave(nint guard);
    [LibraryImport(Library)] internal static partial int nst_autocast_cpu_get();
    [LibraryImport(Library)] internal static partial void nst_autocast_cpu_set(int enabled);
}
