using TorchSharp.Modules;
using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimisers and learning-rate schedules.</summary>
    public static partial class optim
    {
        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            private protected readonly List<ParamGroup> _groups = [];

            private protected Optimizer() { }

            /// <summary>The groups, each with learning rates of its own.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _groups;

            /// <summary>All parameters of all groups.</summary>
            public virtual IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.Parameters);

            /// <summary>Changes every parameter that has a gradient.</summary>
            /// <param name="closure">Computes the loss (and the gradients) anew; optional.</param>
            /// <returns>What the closure returned.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Takes further parameters in; options that it leaves open are the optimiser's own.</summary>
            public abstract void add_param_group(ParamGroup param_group);

            /// <summary>Drops all gradients, or fills them with zeros.</summary>
            public virtual void zero_grad(bool set_to_none = true) => ZeroGrad(parameters(), set_to_none);

            /// <summary>Releases the optimiser's state; the parameters stay.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Releases the optimiser's state.</summary>
            protected virtual void Dispose(bool disposing) { }

            internal static void ZeroGrad(IEnumerable<Parameter> parameters, bool setToNone) =>
                Check(nst_optim_zero_grad(new(parameters), setToNone ? 1 : 0));

            /// <summary>The options and states of an optimiser, in the order of groups and parameters.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                /// <summary>One per group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>One per parameter.</summary>
                public List<OptimizerState> State { get; } = [];
            }
        }

        /// <summary>What a schedule sets.</summary>
        public interface ILearningRateController
        {
            /// <summary>The current learning rate.</summary>
            double LearningRate { get; set; }

            /// <summary>The learning rate at the start.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>Has a momentum.</summary>
        public interface IMomentum
        {
            /// <summary>The momentum.</summary>
            double Momentum { get; set; }
        }

        /// <summary>Has two decay rates instead of a momentum.</summary>
        public interface IBetas
        {
            /// <summary>Decay of the mean and of the mean square.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
