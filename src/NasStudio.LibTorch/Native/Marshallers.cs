using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>Tensors cross the border as handles; an argument is kept alive until the call has returned.</summary>
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(Out))]
internal static class TensorMarshaller
{
    internal ref struct In
    {
        private torch.Tensor? _tensor;

        public void FromManaged(torch.Tensor? tensor) => _tensor = tensor;
        public readonly nint ToUnmanaged() => _tensor is null ? 0 : _tensor.Handle;
        public readonly void OnInvoked() => GC.KeepAlive(_tensor);
        public readonly void Free() { }
    }

    internal static class Out
    {
        public static torch.Tensor ConvertToManaged(nint handle) =>
            handle == 0 ? throw NativeMethods.LastError() : new torch.Tensor(handle);
    }
}

/// <summary>Several tensors in one argument or result (see shim.h: a count followed by handles).</summary>
[NativeMarshalling(typeof(TensorListMarshaller))]
internal sealed class TensorList(IEnumerable<torch.Tensor> tensors)
{
    internal torch.Tensor[] Tensors { get; } = tensors as torch.Tensor[] ?? [.. tensors];
}

[CustomMarshaller(typeof(TensorList), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(TensorList), MarshalMode.ManagedToUnmanagedOut, typeof(Out))]
internal static unsafe class TensorListMarshaller
{
    internal ref struct In
    {
        private TensorList? _list;
        private nint* _block;

        public void FromManaged(TensorList list) => _list = list;

        public nint ToUnmanaged()
        {
            var tensors = _list!.Tensors;
            _block = (nint*)NativeMemory.Alloc((nuint)(tensors.Length + 1), (nuint)sizeof(nint));
            _block[0] = tensors.Length;
            for (var i = 0; i < tensors.Length; i++) _block[i + 1] = tensors[i]?.Handle ?? 0;
            return (nint)_block;
        }

        public readonly void OnInvoked() => GC.KeepAlive(_list);
        public readonly void Free() => NativeMemory.Free(_block);
    }

    internal static class Out
    {
        public static TensorList ConvertToManaged(nint block)
        {
            if (block == 0) throw NativeMethods.LastError();
            var words = new ReadOnlySpan<nint>((void*)block, checked((int)((long*)block)[0]) + 1);
            var tensors = new torch.Tensor[words.Length - 1];
            for (var i = 0; i < tensors.Length; i++) tensors[i] = words[i + 1] == 0 ? null! : new torch.Tensor(words[i + 1]);
            NativeMethods.nst_free(block);
            return new(tensors);
        }
    }
}

/// <summary>A number for the border: kind -1 absent, 0 real, 1 integer, 2 boolean (NstScalar of shim.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ScalarValue(long Kind, long Integer, double Real);

[CustomMarshaller(typeof(Scalar), MarshalMode.ManagedToUnmanagedIn, typeof(ScalarMarshaller))]
internal static class ScalarMarshaller
{
    public static ScalarValue ConvertToUnmanaged(Scalar? scalar) => scalar?.Value ?? new(-1, 0, 0);
}

/// <summary>Where and how a new tensor is made (NstOptions of shim.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TensorOptions(int Dtype, int DeviceType, int DeviceIndex, int RequiresGrad)
{
    internal static TensorOptions Of(torch.ScalarType? dtype, torch.Device? device, bool requires_grad) =>
        new(dtype is { } d ? (int)d : -1, (int)(device?.type ?? TorchSharp.DeviceType.CPU), device?.index ?? -1, requires_grad ? 1 : 0);
}

[CustomMarshaller(typeof(torch.Generator), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class GeneratorMarshaller
{
    internal ref struct In
    {
        private torch.Generator? _generator;

        public void FromManaged(torch.Generator? generator) => _generator = generator;
        public readonly nint ToUnmanaged() => _generator is null ? 0 : _generator.Handle;
        public readonly void OnInvoked() => GC.KeepAlive(_generator);
        public readonly void Free() { }
    }
}

/// <summary>A truth value as C++ has it: one byte.</summary>
internal readonly record struct Flag(byte Value)
{
    public static implicit operator Flag(bool value) => new(value ? (byte)1 : (byte)0);
    public static implicit operator bool(Flag flag) => flag.Value != 0;
}
