namespace TorchSharp;

/// <summary>Numbers out of tensors, and tensors in TorchSharp's own stream format.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();
    public static byte ToByte(this torch.Tensor value) => value.ToScalar().ToByte();
    public static sbyte ToSByte(this torch.Tensor value) => value.ToScalar().ToSByte();
    public static short ToInt16(this torch.Tensor value) => value.ToScalar().ToInt16();
    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    /// <summary>The number of elements of a shape.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Writes type, shape (each number in LEB128) and raw elements.</summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using var scope = torch.NewDisposeScope();
        var contiguous = tensor.cpu().contiguous();
        writer.Encode((int)tensor.dtype);
        writer.Encode(tensor.Dimensions);
        foreach (var size in tensor.shape) writer.Encode(size);
        writer.Write(contiguous.bytes);
    }

    /// <summary>Reads into this tensor what <see cref="Save"/> wrote; type and shape must be the same.</summary>
    public static void Load(this torch.Tensor tensor, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: the stream holds {type}, the tensor {tensor.dtype}.");
        if (!shape.SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: the stream holds [{string.Join(", ", shape)}], the tensor [{string.Join(", ", tensor.shape)}].");
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        tensor.copy_(ReadElements(reader, type, shape));
    }

    /// <summary>Reads a new tensor into the variable.</summary>
    public static void Load(ref torch.Tensor tensor, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (type, shape) = ReadHeader(reader);
        tensor = ReadElements(reader, type, shape);
    }

    private static (torch.ScalarType, long[]) ReadHeader(BinaryReader reader)
    {
        var type = (torch.ScalarType)reader.Decode();
        if (!Enum.IsDefined(type)) throw new InvalidDataException($"{(int)type} is not a tensor type: the stream holds no tensor here.");
        var dimensions = reader.Decode();
        if (dimensions is < 0 or > 64) throw new InvalidDataException($"{dimensions} is not a number of dimensions (0 to 64): the stream holds no tensor here.");
        var shape = new long[dimensions];
        for (var i = 0; i < shape.Length; i++) shape[i] = reader.Decode();
        return (type, shape);
    }

    private static torch.Tensor ReadElements(BinaryReader reader, torch.ScalarType type, long[] shape)
    {
        var tensor = torch.empty(shape, type);
        try
        {
            reader.BaseStream.ReadExactly(tensor.bytes);
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
        return tensor;
    }

    // Little-endian groups of seven bits, the highest bit of each byte says that more follow (DWARF 4, section 7.6).
    internal static void Encode(this BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);
    internal static long Decode(this BinaryReader reader) => reader.Read7BitEncodedInt64();
}
