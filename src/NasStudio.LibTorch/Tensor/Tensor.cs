using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array with a type, a device and, where wanted, a gradient.</summary>
    /// <remarks>
    /// It owns one native handle, freed by <see cref="Dispose"/>, by the dispose scope that was current when it was made, or, late,
    /// by the finaliser. A disposed tensor refuses every use.
    /// </remarks>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable
    {
        private static long _totalCount, _peakCount;
        internal nint handle;

        internal Tensor(nint handle)
        {
            this.handle = handle;
            var count = Interlocked.Increment(ref _totalCount);
            if (count > Volatile.Read(ref _peakCount)) Volatile.Write(ref _peakCount, count);
            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Release();

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>A name of your own, for debugging.</summary>
        public string? name { get; set; }

        /// <summary>The native handle.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed.</exception>
        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle: it has been disposed.");

        /// <summary>True once the tensor has been disposed.</summary>
        public bool IsInvalid => handle == 0;

        /// <summary>Tensors alive in this process.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>The most tensors that were alive at once.</summary>
        public static long PeakCount => Volatile.Read(ref _peakCount);

        public void Dispose()
        {
            if (handle != 0)
            {
                if (OwningDisposeScope is { } scope) scope.MarkAsDisposed(this);
                else DisposeScopeManager.Statistics.TensorStatistics.DisposedOutsideScopeCount++;
                Release();
            }
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            var h = Interlocked.Exchange(ref handle, 0);
            if (h == 0) return;
            nst_tensor_free(h);
            Interlocked.Decrement(ref _totalCount);
        }

        /// <summary>Hands the tensor to the enclosing dispose scope, so that it outlives this one.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Hands the tensor to another dispose scope.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? scope)
        {
            OwningDisposeScope?.MoveToOther(scope, this);
            return this;
        }

        /// <summary>Takes the tensor out of all dispose scopes.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public override bool Equals([NotNullWhen(true)] object? obj) => obj is Tensor other && Equals(other);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>True when both have the same shape and the same elements.</summary>
        public bool Equals(Tensor target) => equal(target);

        public long Dimensions => nst_ndim(this);
        public long dim() => Dimensions;
        public long ndim => Dimensions;
        public long NumberOfElements => nst_numel(this);
        public long numel() => NumberOfElements;
        public long ElementSize => nst_element_size(this);
        public long element_size() => ElementSize;
        public ScalarType dtype => (ScalarType)nst_dtype(this);
        public DeviceType device_type => (DeviceType)nst_device_type(this);
        public int device_index => nst_device_index(this);
        public Device device => device_type == DeviceType.CPU ? new(DeviceType.CPU) : new(device_type, device_index);
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>The sizes of all dimensions; empty for a scalar.</summary>
        public long[] shape => size();

        public long[] size()
        {
            var sizes = new long[Dimensions];
            Check(nst_sizes(this, sizes));
            return sizes;
        }

        public long size(int dim)
        {
            Check(nst_size(this, dim, out var size));
            return size;
        }

        public long[] stride()
        {
            var strides = new long[Dimensions];
            Check(nst_strides(this, strides));
            return strides;
        }

        public long stride(int dim)
        {
            Check(nst_stride(this, dim, out var stride));
            return stride;
        }

        /// <summary>A second handle on the same storage and gradient.</summary>
        public Tensor alias() => nst_alias(this);

        public bool is_contiguous() => nst_is_contiguous(this, (int)memory_format.contiguous_format) != 0;

        private Tensor Done(int status)
        {
            Check(status);
            return this;
        }
    }
}
