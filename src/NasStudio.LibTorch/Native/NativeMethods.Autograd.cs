using System.Runtime.InteropServices;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial int nst_backward(TensorList tensors, TensorList gradients, Flag retain_graph, Flag create_graph, TensorList inputs);
    [LibraryImport(Library)] internal static partial TensorList nst_autograd_grad(TensorList outputs, TensorList inputs, TensorList gradients, Flag retain_graph, Flag create_graph, Flag allow_unused);
}
