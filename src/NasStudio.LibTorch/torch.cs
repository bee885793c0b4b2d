using System.Runtime.InteropServices;
using static TorchSharp.NativeMethods;

namespace TorchSharp;

/// <summary>Where a tensor lives; libtorch's own numbers.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
}

/// <summary>Tensors, automatic differentiation and networks over libtorch, with the names of TorchSharp 0.107.</summary>
public static partial class torch
{
    /// <summary>The element types; libtorch's own numbers.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        ComplexFloat32 = 9,
        ComplexFloat64 = 10,
        Bool = 11,
        BFloat16 = 15,
    }

    /// <summary>The order of a tensor's elements in memory; libtorch's own numbers.</summary>
    public enum memory_format
    {
        contiguous_format = 0,
        preserve_format = 1,
        channels_last = 2,
        channels_last_3d = 3,
    }

    public static readonly ScalarType uint8 = ScalarType.Byte, int8 = ScalarType.Int8, int16 = ScalarType.Int16, int32 = ScalarType.Int32,
        int64 = ScalarType.Int64, float16 = ScalarType.Float16, half = ScalarType.Float16, bfloat16 = ScalarType.BFloat16,
        float32 = ScalarType.Float32, float64 = ScalarType.Float64, @bool = ScalarType.Bool, @long = ScalarType.Int64,
        @int = ScalarType.Int32, @float = ScalarType.Float32, @double = ScalarType.Float64;

    public static readonly memory_format contiguous_format = memory_format.contiguous_format, preserve_format = memory_format.preserve_format,
        channels_last = memory_format.channels_last, channels_last_3d = memory_format.channels_last_3d;

    public static readonly Device CPU = new(DeviceType.CPU);
    public static Device CUDA => new(DeviceType.CUDA);

    public static Device device(string description) => new(description);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(index);

    public static bool is_integral(ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    private static ScalarType _defaultDtype = ScalarType.Float32;

    /// <summary>The element type of new floating-point tensors where none is given.</summary>
    public static ScalarType get_default_dtype() => _defaultDtype;

    public static void set_default_dtype(ScalarType dtype) =>
        _defaultDtype = is_floating_point(dtype) ? dtype : throw new ArgumentException($"The default dtype must be a floating-point type, not {dtype}.", nameof(dtype));

    /// <summary>Opens a dispose scope on this thread.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    /// <summary>Runs <paramref name="expr"/> in a scope of its own; only the result leaves it.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>The version of the libtorch in use.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8(nst_version())!;

    public static void set_num_threads(int num) => Check(nst_set_num_threads(num));
    public static int get_num_threads() => nst_get_num_threads();
    public static void set_num_interop_threads(int num) => Check(nst_set_num_interop_threads(num));
    public static int get_num_interop_threads() => nst_get_num_interop_threads();

    public static bool cuda_is_available() => nst_cuda_is_available() != 0;

    /// <summary>The CUDA devices.</summary>
    public static partial class cuda
    {
        public static bool is_available() => cuda_is_available();
        public static int device_count() => nst_cuda_device_count();
    }

    /// <summary>A device, such as "cpu", "cuda" or "cuda:1".</summary>
    public class Device
    {
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var colon = description.IndexOf(':', StringComparison.Ordinal);
            type = Parse(colon < 0 ? description : description[..colon], description);
            if (colon >= 0)
                index = int.TryParse(description.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture, out var i) && i >= 0 ? i : throw Unknown(description);
        }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType, deviceType), index) { }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index) : this(DeviceType.CUDA, index) { }

        public DeviceType type { get; }

        /// <summary>The ordinal; -1 for the current device of its type.</summary>
        public int index { get; } = -1;

        public override string ToString() => type == DeviceType.CPU ? "cpu" : index < 0 ? "cuda" : $"cuda:{index}";
        public override bool Equals(object? obj) => obj is Device other && other.type == type && (type == DeviceType.CPU || other.index == index);
        public override int GetHashCode() => HashCode.Combine(type, type == DeviceType.CPU ? 0 : index);

        public static implicit operator Device(string description) => new(description);

        private static DeviceType Parse(string type, string description) => type.ToUpperInvariant() switch
        {
            "CPU" => DeviceType.CPU,
            "CUDA" => DeviceType.CUDA,
            _ => throw Unknown(description),
        };

        private static ArgumentException Unknown(string description) =>
            new($"'{description}' is not a device; allowed: cpu, cuda, cuda:0, cuda:1, ...", nameof(description));
    }
}
