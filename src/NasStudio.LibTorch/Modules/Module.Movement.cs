namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Moves and converts parameters, gradients and floating-point buffers.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloating(dtype);
                foreach (var (_, child) in named_children()) child._to(device, dtype, non_blocking);
                MoveOwn(device, dtype, non_blocking);
                return this;
            }

            /// <summary>Moves parameters, gradients and buffers.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                foreach (var (_, child) in named_children()) child._to(deviceType, deviceIndex, non_blocking);
                MoveOwn(new Device(deviceType, deviceIndex), null, non_blocking);
                return this;
            }

            /// <summary>Converts parameters, gradients and floating-point buffers.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloating(dtype);
                foreach (var (_, child) in named_children()) child._to(dtype, non_blocking);
                MoveOwn(null, dtype, non_blocking);
                return this;
            }

            private void MoveOwn(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                // The storage is exchanged under the same handle, as PyTorch does, so that fields, optimisers
                // and modules that share the tensor keep seeing it.
                foreach (var (_, parameter) in named_parameters(false)) Exchange(parameter, device, dtype, nonBlocking);
                foreach (var (_, buffer) in named_buffers(false)) Exchange(buffer, device, dtype, nonBlocking);
            }

            private static void Exchange(Tensor tensor, Device? device, ScalarType? dtype, bool nonBlocking)
            {
                var target = device ?? tensor.device;
                var type = dtype is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
                NativeMethods.Check(NativeMethods.nst_nn_exchange(tensor, TensorOptions.Of(type, target, false), nonBlocking ? 1 : 0));
            }

            private static void RequireFloating(ScalarType dtype)
            {
                if (!is_floating_point(dtype))
                    throw new ArgumentException($"A module converts to floating point types only, not to {dtype}.", nameof(dtype));
            }
        }
    }
}
