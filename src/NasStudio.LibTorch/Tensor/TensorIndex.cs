using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>One position of an index expression, as in Python's <c>x[0, 1:3, ..., mask]</c>.</summary>
public sealed class TensorIndex
{
    private const long Absent = long.MinValue;
    private readonly torch.Tensor? _tensor;
    private readonly IndexEntry _entry;

    private TensorIndex(IndexKind kind, long start = 0, long? stop = null, long? step = null, torch.Tensor? tensor = null)
    {
        _entry = new((long)kind, start, stop ?? Absent, step ?? Absent, 0);
        _tensor = tensor;
    }

    /// <summary>Every dimension that no other position names.</summary>
    public static readonly TensorIndex Ellipsis = new(IndexKind.Ellipsis);

    /// <summary>A new dimension of size one.</summary>
    public static readonly TensorIndex None = new(IndexKind.None);

    /// <summary>A whole dimension.</summary>
    public static readonly TensorIndex Colon = Slice();

    internal IndexEntry Entry => _entry with { Tensor = _tensor?.Handle ?? 0 };

    /// <summary>The positions start, start + step, ... before stop; an absent bound is the end of the dimension.</summary>
    public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(IndexKind.Slice, start ?? Absent, stop, step);
    public static TensorIndex Bool(bool value) => new(IndexKind.Bool, value ? 1 : 0);
    public static TensorIndex Single(long? index) => index is { } i ? new(IndexKind.Single, i) : None;
    public static TensorIndex Tensor(torch.Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

    public static implicit operator TensorIndex(long value) => Single(value);
    public static implicit operator TensorIndex(int value) => Single(value);
    public static implicit operator TensorIndex(bool value) => Bool(value);
    public static implicit operator TensorIndex(torch.Tensor value) => Tensor(value);
    public static implicit operator TensorIndex(System.Index value) => Single(value.IsFromEnd ? -(long)value.Value : value.Value);
    public static implicit operator TensorIndex(Range value) => Slice(Bound(value.Start), value.End.Equals(Index.End) ? null : Bound(value.End));
    public static implicit operator TensorIndex((int? start, int? stop) slice) => Slice(slice.start, slice.stop);

    private static long Bound(Index index) => index.IsFromEnd ? -(long)index.Value : index.Value;
}

internal enum IndexKind { Single, Slice, Tensor, Ellipsis, None, Bool }

/// <summary>A <see cref="TensorIndex"/> as the shim reads it (NstIndex of indexing.cpp).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct IndexEntry(long Kind, long Start, long Stop, long Step, nint Tensor);
