using System.Runtime.InteropServices;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int nst_optim_sgd(
        TensorList parameters, Span<nint> velocities, double lr, double momentum, double dampening, double weight_decay, int nesterov,
        int maximize);
    [LibraryImport(Library)]
    internal static partial int nst_optim_adam(
        TensorList parameters, Span<long> steps, TensorList means, TensorList squares, TensorList largest, double lr, double beta1,
        double beta2, double eps, double weight_decay, int decoupled, int maximize);
    [LibraryImport(Library)] internal static partial int nst_optim_zero_grad(TensorList parameters, int set_to_none);
    [LibraryImport(Library)]
    internal static partial int nst_optim_clip_grad_norm(
        TensorList parameters, double max_norm, double norm_type, out double total);
    [LibraryImport(Library)] internal static partial int nst_optim_clip_grad_value(TensorList parameters, double limit);
}
