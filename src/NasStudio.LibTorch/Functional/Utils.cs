using TorchSharp.Modules;
using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What training loops do to all parameters together.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients so that their joint norm is at most <paramref name="max_norm"/>.</summary>
            /// <param name="tensors">The parameters whose gradients are scaled in place.</param>
            /// <param name="max_norm">The largest norm allowed.</param>
            /// <param name="norm_type">p of the p-norm; infinity for the largest element.</param>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                Check(nst_optim_clip_grad_norm(new(tensors), max_norm, norm_type, out var total));
                return total;
            }

            /// <summary>Cuts every gradient's elements to [-clip_value, clip_value] in place.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value) =>
                Check(nst_optim_clip_grad_value(new(tensors), clip_value));

            /// <summary>All parameters' elements, one after the other: (total).</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(tensor => tensor.reshape(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Writes a vector's elements into the parameters, in order.</summary>
            /// <exception cref="ArgumentException">The vector has not as many elements as the parameters together.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var parameters = tensors.ToList();
                var total = parameters.Sum(parameter => parameter.NumberOfElements);
                if (vec.NumberOfElements != total)
                    throw new ArgumentException($"The vector has {vec.NumberOfElements} elements, the parameters {total}.", nameof(vec));
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                long start = 0;
                foreach (var parameter in parameters)
                {
                    parameter.copy_(vec.narrow(0, start, parameter.NumberOfElements).reshape(parameter.shape));
                    start += parameter.NumberOfElements;
                }
            }
        }
    }
}
