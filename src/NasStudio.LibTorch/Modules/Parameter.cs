using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns: a field of this type is registered as a parameter.</summary>
public class Parameter : Tensor
{
    /// <summary>Takes the tensor over, cut from its graph; <paramref name="data"/> itself becomes empty.</summary>
    /// <param name="data">The initial value.</param>
    /// <param name="requires_grad">Whether gradients are accumulated for it.</param>
    public Parameter(Tensor data, bool requires_grad = true) : base(NativeMethods.DetachedHandle(data))
    {
        this.requires_grad = requires_grad;
        MoveToOtherDisposeScope(data.OwningDisposeScope);
        data.Dispose();
    }
}
