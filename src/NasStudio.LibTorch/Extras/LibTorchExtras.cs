using TorchSharp;

namespace NasStudio.LibTorch;

// What goes beyond TorchSharp's surface; nothing that must also build against the TorchSharp package may need it.

/// <summary>Native handles of this process.</summary>
public static class NativeHandles
{
    /// <summary>Tensor handles that the shim has given out and not got back.</summary>
    public static long Live => NativeMethods.nst_live_handles();
}

/// <summary>Mixed precision on the CPU: matrix products and convolutions of this thread run in bfloat16.</summary>
public static class Autocast
{
    public static bool IsEnabled => NativeMethods.nst_autocast_cpu_get() != 0;

    /// <summary>Casts until the result is disposed, on the same thread.</summary>
    public static IDisposable BFloat16() => new Scope();

    private sealed class Scope : IDisposable
    {
        private readonly int _before = NativeMethods.nst_autocast_cpu_get();

        internal Scope() => NativeMethods.nst_autocast_cpu_set(1);
        public void Dispose() => NativeMethods.nst_autocast_cpu_set(_before);
    }
}

/// <summary>The order of an image batch's elements in memory.</summary>
public static class MemoryLayout
{
    /// <summary>The same (N, C, H, W) tensor with its channels stored last, which convolutions on the CPU prefer.</summary>
    public static torch.Tensor ToChannelsLast(this torch.Tensor tensor) =>
        NativeMethods.nst_to_format(tensor, (int)torch.memory_format.channels_last);

    public static bool IsChannelsLast(this torch.Tensor tensor) =>
        NativeMethods.nst_is_contiguous(tensor, (int)torch.memory_format.channels_last) != 0;
}
