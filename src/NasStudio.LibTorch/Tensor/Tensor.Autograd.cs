using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => nst_requires_grad(this) != 0;
            set => Check(nst_set_requires_grad(this, value ? 1 : 0));
        }

        public Tensor requires_grad_(bool requires_grad = true) => Done(nst_set_requires_grad(this, requires_grad ? 1 : 0));
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);
        public bool is_leaf => nst_is_leaf(this) != 0;
        public void retain_grad() => Check(nst_retain_grad(this));

        /// <summary>The gradient that backward() has summed up; null before the first.</summary>
        public Tensor? grad
        {
            get => nst_has_grad(this) != 0 ? nst_grad(this) : null;
            set => Check(nst_set_grad(this, value));
        }

        public Tensor detach() => nst_detach(this);
        public Tensor detach_() => Done(nst_detach_(this));

        /// <summary>Adds the gradient of this scalar with respect to each leaf to that leaf's <see cref="grad"/>.</summary>
        public void backward(IList<Tensor>? grad_tensors = null, bool create_graph = false, bool retain_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }

    /// <summary>Reverse-mode differentiation.</summary>
    public static partial class autograd
    {
        /// <summary>Adds the gradients of the sum of <paramref name="tensors"/> to the leaves.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            Check(nst_backward(new(tensors), new(grad_tensors ?? []), retain_graph ?? create_graph, create_graph, new(inputs ?? [])));

        /// <summary>The gradients of the sum of <paramref name="outputs"/> with respect to <paramref name="inputs"/>, returned instead of stored.</summary>
        /// <returns>One tensor for each input; null for an input that the outputs do not depend on, where that is allowed.</returns>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false) =>
            nst_autograd_grad(new(outputs), new(inputs), new(grad_outputs ?? []), retain_graph, create_graph, allow_unused).Tensors;
    }

    public static IDisposable no_grad() => new AutoGradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);
    public static bool is_grad_enabled() => nst_grad_mode_get() != 0;
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_inference_mode_enabled() => nst_inference_mode_get() != 0;

    /// <summary>Grad mode of this thread, put back by Dispose.</summary>
    private sealed class AutoGradMode : IDisposable
    {
        private readonly int _before = nst_grad_mode_get();

        internal AutoGradMode(bool enabled) => nst_grad_mode_set(enabled ? 1 : 0);
        public void Dispose() => nst_grad_mode_set(_before);
    }

    /// <summary>Inference mode of this thread, put back by Dispose, which must come on the same thread.</summary>
    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = nst_inference_mode_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0) nst_inference_mode_leave(_guard);
            _guard = 0;
        }
    }
}
