using System.Collections;
using static TorchSharp.NativeMethods;

namespace TorchSharp.Utils;

/// <summary>A tensor's elements in row-major order, whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly long[] _shape, _strides;
    private readonly bool _contiguous;
    private readonly T* _data;

    internal TensorAccessor(torch.Tensor tensor)
    {
        Check(nst_data(tensor, out var data));
        _data = (T*)data;
        (_tensor, _contiguous) = (tensor, tensor.is_contiguous());
        (_shape, _strides) = (tensor.shape, tensor.stride());
    }

    public long Count => _tensor.NumberOfElements;

    /// <summary>The element at a linear index, or at an index for each dimension.</summary>
    public T this[params long[] indices]
    {
        get => *At(indices);
        set => *At(indices) = value;
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>The elements as an array of the tensor's own shape.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length < 2) return ToArray();
        var result = Array.CreateInstance(typeof(T), _shape);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(ToArray()).CopyTo(
            System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
                ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(result), checked((int)(Count * sizeof(T)))));
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        if (_contiguous) Alive(new Span<T>(_data + tensorIndex, count)).CopyTo(array[arrayIndex..]);
        else for (var i = 0; i < count; i++) array[arrayIndex + i] = *At([tensorIndex + i]);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        if (_contiguous) array.Slice(arrayIndex, count).CopyTo(Alive(new Span<T>(_data + tensorIndex, count)));
        else for (var i = 0; i < count; i++) *At([tensorIndex + i]) = array[arrayIndex + i];
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0, count = Count; i < count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The accessor owns nothing: the tensor stays.</summary>
    public void Dispose() { }

    internal static T ReadItemAt(torch.Tensor tensor, long index)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        return tensor.data<T>()[index];
    }

    private Span<T> Alive(Span<T> span) => _tensor.IsInvalid ? throw Disposed() : span;

    private T* At(long[] indices)
    {
        if (_tensor.IsInvalid) throw Disposed();
        var offset = 0L;
        if (indices.Length == 1 && _shape.Length != 1)
        {
            var rest = indices[0];
            if (rest < 0 || rest >= Count) throw OutOfRange(rest, Count);
            for (var d = _shape.Length - 1; d >= 0; d--)
            {
                rest = Math.DivRem(rest, _shape[d], out var position);
                offset += position * _strides[d];
            }
            return _data + offset;
        }
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"{indices.Length} indices for a tensor of {_shape.Length} dimensions.", nameof(indices));
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d]) throw OutOfRange(indices[d], _shape[d]);
            offset += indices[d] * _strides[d];
        }
        return _data + offset;
    }

    private static InvalidOperationException Disposed() => new("Tensor invalid -- empty handle: it has been disposed.");

    private static ArgumentOutOfRangeException OutOfRange(long index, long size) =>
        new(nameof(index), $"Index {index} is outside 0..{size - 1}.");
}
