using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>One number with its type, where an operation takes a number.</summary>
[NativeMarshalling(typeof(ScalarMarshaller))]
public sealed class Scalar : IDisposable
{
    internal Scalar(ScalarValue value, torch.ScalarType type)
    {
        Value = value;
        Type = type;
    }

    internal ScalarValue Value { get; }
    public torch.ScalarType Type { get; }

    public static implicit operator Scalar(byte value) => value.ToScalar();
    public static implicit operator Scalar(sbyte value) => value.ToScalar();
    public static implicit operator Scalar(short value) => value.ToScalar();
    public static implicit operator Scalar(int value) => value.ToScalar();
    public static implicit operator Scalar(long value) => value.ToScalar();
    public static implicit operator Scalar(float value) => value.ToScalar();
    public static implicit operator Scalar(double value) => value.ToScalar();
    public static implicit operator Scalar(bool value) => value.ToScalar();

    /// <summary>Nothing to free; TorchSharp's scalars are disposable.</summary>
    public void Dispose() { }
}

/// <summary>From .NET numbers to scalars and back.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => Integer(value, torch.ScalarType.Byte);
    public static Scalar ToScalar(this sbyte value) => Integer(value, torch.ScalarType.Int8);
    public static Scalar ToScalar(this short value) => Integer(value, torch.ScalarType.Int16);
    public static Scalar ToScalar(this int value) => Integer(value, torch.ScalarType.Int32);
    public static Scalar ToScalar(this long value) => Integer(value, torch.ScalarType.Int64);
    public static Scalar ToScalar(this float value) => new(new(0, 0, value), torch.ScalarType.Float32);
    public static Scalar ToScalar(this double value) => new(new(0, 0, value), torch.ScalarType.Float64);
    public static Scalar ToScalar(this bool value) => new(new(2, value ? 1 : 0, 0), torch.ScalarType.Bool);

    public static float ToSingle(this Scalar value) => (float)value.ToDouble();
    public static double ToDouble(this Scalar value) => value.Value.Kind == 0 ? value.Value.Real : value.Value.Integer;
    public static byte ToByte(this Scalar value) => (byte)value.ToInt64();
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.ToInt64();
    public static short ToInt16(this Scalar value) => (short)value.ToInt64();
    public static int ToInt32(this Scalar value) => (int)value.ToInt64();
    public static long ToInt64(this Scalar value) => value.Value.Kind == 0 ? (long)value.Value.Real : value.Value.Integer;
    public static bool ToBoolean(this Scalar value) => value.Value.Kind == 0 ? value.Value.Real != 0 : value.Value.Integer != 0;

    private static Scalar Integer(long value, torch.ScalarType type) => new(new(1, value, 0), type);
}
