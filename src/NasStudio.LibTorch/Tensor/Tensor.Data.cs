using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Copies, conversions and the elements as .NET sees them.
    public partial class Tensor
    {
        public Tensor clone() => nst_clone(this);
        public Tensor contiguous() => nst_contiguous(this, (int)memory_format.contiguous_format);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Done(nst_copy_(this, source, nonBlocking));
        public Tensor set_(Tensor source) => Done(nst_set_(this, source));
        public Tensor fill_(Scalar value) => Done(nst_fill_(this, value));
        public Tensor zero_() => Done(nst_zero_(this));

        public Tensor to_type(ScalarType type, bool copy = false) => nst_to(this, TensorOptions.Of(type, device, false), false, copy);
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false) => to(dtype, new(deviceType, deviceIndex), copy);
        public Tensor to(ScalarType type, Device device, bool copy = false) => nst_to(this, TensorOptions.Of(type, device, false), false, copy);
        public Tensor to(ScalarType type) => to_type(type);
        public Tensor to(string device) => to(new Device(device));
        public Tensor to(Device device) => to(dtype, device);
        public Tensor to(Tensor other) => to(other.dtype, other.device);
        public Tensor cpu() => to(CPU);
        public Tensor cuda(Device? device = null) =>
            device is null || device.type == DeviceType.CUDA ? to(device ?? CUDA) : throw new ArgumentException("Not a CUDA device.", nameof(device));
        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @char() => to_type(ScalarType.Int8);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>The one element of a tensor of size one.</summary>
        public Scalar ToScalar()
        {
            Check(nst_item(this, out var value));
            return new(value, dtype);
        }

        /// <summary>The elements, in the memory of the tensor (or of a copy, where it lies on another device).</summary>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The one element of a tensor of size one.</summary>
        public T item<T>() where T : unmanaged =>
            NumberOfElements == 1 ? data<T>()[0] : throw new ArgumentException("Number of elements in the tensor must be 1");

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);
        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);
        public T ReadCpuValue<T>(long i) where T : unmanaged => Utils.TensorAccessor<T>.ReadItemAt(this, i);

        /// <summary>The memory of a contiguous tensor on the CPU; valid while the tensor lives.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous()) throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                if (device_type != DeviceType.CPU)
                    throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                Check(nst_data(this, out var data));
                return new((void*)data, checked((int)(NumberOfElements * ElementSize)));
            }
            set
            {
                if (value.Length != NumberOfElements * ElementSize) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(bytes);
            }
        }

        public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        internal void ValidateType(Type dotnetType)
        {
            var expected = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Bool => typeof(bool),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.Float16 => typeof(Half),
                var other => throw new NotImplementedException($"Reading elements of type {other} is not supported; convert the tensor first."),
            };
            if (dotnetType != expected) throw new ArgumentException($"{dotnetType.Name} is not compatible with {dtype}");
        }
    }
}
