using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The numbers by which nn.cpp knows the activations.</summary>
            private enum Activation { Relu, Gelu, Silu, LeakyRelu, Elu, Hardtanh, Hardswish, Hardsigmoid, Mish, Selu, Softplus, LogSigmoid }

            /// <summary>max(x, 0)</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => Activate(x, Activation.Relu, inplace);

            /// <summary>min(max(x, 0), 6)</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => Activate(x, Activation.Hardtanh, inplace, 0, 6);

            /// <summary>x Φ(x), with Φ the normal distribution function.</summary>
            public static Tensor gelu(Tensor x, bool inplace = false) => Activate(x, Activation.Gelu, inplace);

            /// <summary>x σ(x)</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => Activate(x, Activation.Silu, inplace);

            /// <summary>x where positive, else slope times x.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                Activate(input, Activation.LeakyRelu, inplace, negative_slope);

            /// <summary>x where positive, else α (eˣ - 1).</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => Activate(x, Activation.Elu, inplace, alpha);

            /// <summary>x cut to [min, max].</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) =>
                Activate(x, Activation.Hardtanh, inplace, min_val, max_val);

            /// <summary>x relu6(x + 3) / 6</summary>
            public static Tensor hardswish(Tensor x, bool inplace = false) => Activate(x, Activation.Hardswish, inplace);

            /// <summary>relu6(x + 3) / 6</summary>
            public static Tensor hardsigmoid(Tensor x, bool inplace = false) => Activate(x, Activation.Hardsigmoid, inplace);

            /// <summary>x tanh(ln(1 + eˣ))</summary>
            public static Tensor mish(Tensor x, bool inplace = false) => Activate(x, Activation.Mish, inplace);

            /// <summary>The self-normalising ELU of Klambauer et al. 2017.</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => Activate(x, Activation.Selu, inplace);

            /// <summary>ln(1 + e^(βx)) / β, and x itself where βx is over the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0) =>
                Activate(x, Activation.Softplus, false, beta, threshold);

            /// <summary>ln σ(x)</summary>
            public static Tensor logsigmoid(Tensor x) => Activate(x, Activation.LogSigmoid, false);

            /// <summary>e^x over its sum along a dimension.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => special.softmax(input, dim, dtype);

            /// <summary>The logarithm of <see cref="softmax"/>.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => special.log_softmax(x, dim);

            private static Tensor Activate(Tensor x, Activation kind, bool inplace, double parameter = 0, double second = 0) =>
                nst_nn_activation(x, (int)kind, parameter, second, inplace ? 1 : 0);
        }
    }
}
