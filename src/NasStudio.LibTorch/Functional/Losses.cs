using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of the losses of single elements.</summary>
        public enum Reduction : long
        {
            /// <summary>They are returned.</summary>
            None = 0,
            /// <summary>Their (weighted) mean.</summary>
            Mean = 1,
            /// <summary>Their sum.</summary>
            Sum = 2,
        }

        public static partial class functional
        {
            /// <summary>-ln softmax(input)[target], for logits (N, C, ...).</summary>
            /// <param name="input">Logits (N, C, ...) or (C).</param>
            /// <param name="target">Classes, int64 (N, ...), or probabilities of the input's shape.</param>
            /// <param name="weight">Weight of each class (C), or null.</param>
            /// <param name="ignore_index">A class that costs nothing.</param>
            /// <param name="reduction">Mean weighs by the targets' class weights.</param>
            /// <param name="label_smoothing">Share of the target spread evenly over the classes, in [0, 1].</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0.0) =>
                nst_nn_cross_entropy(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>-input[target], for log-probabilities (N, C, ...).</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                nst_nn_nll(input, target, weight, (long)reduction, -100);

            /// <summary>-(t ln p + (1 - t) ln(1 - p)), for probabilities p.</summary>
            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                nst_nn_bce(input, target, weight, (long)reduction);

            /// <summary>As <see cref="binary_cross_entropy"/>, for logits; positives weigh <paramref name="pos_weights"/>.</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                nst_nn_bce_with_logits(input, target, weight, pos_weights, (long)reduction);

            /// <summary>(x - y)²</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                nst_nn_mse(input, target, (long)reduction);

            /// <summary>|x - y|</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                nst_nn_l1(input, target, (long)reduction);

            /// <summary>d²/2β where d = |x - y| is below β, else d - β/2.</summary>
            public static Tensor smooth_l1_loss(
                Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                nst_nn_smooth_l1(input, target, (long)reduction, beta);

            /// <summary>d²/2 where d = |x - y| is at most δ, else δ (d - δ/2).</summary>
            public static Tensor huber_loss(
                Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                nst_nn_huber(input, target, (long)reduction, delta);

            /// <summary>t (ln t - input), for log-probabilities; the target is in logarithms too where so said.</summary>
            public static Tensor kl_div(
                Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                nst_nn_kl_div(input, target, (long)reduction, log_target ? 1 : 0);
        }
    }
}
