using System.Runtime.InteropServices;

namespace TorchSharp;

internal static partial class NativeMethods
{
    [LibraryImport(Library)] internal static partial int nst_backward(TensorList tensors, TensorList gradients, int retain_graph, int create_graph, TensorList inputs);
    [LibraryImport(Library)] internal static partial TensorList nst_autograd_grad(TensorList outputs, TensorList inputs, TensorList gradients, int retain_graph, int create_graph, int allow_unused);
}
