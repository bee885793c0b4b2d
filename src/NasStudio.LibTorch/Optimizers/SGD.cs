using TorchSharp.Modules;
using static TorchSharp.NativeMethods;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Stochastic gradient descent.</summary>
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <summary>Stochastic gradient descent.</summary>
            public static SGD SGD(
                IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(pair => pair.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <summary>Stochastic gradient descent over groups with options of their own.</summary>
            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent with momentum: v ← μ v + (1 - d) g, w ← w - η v.</summary>
    /// <remarks>
    /// I. Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning, ICML 2013, in PyTorch's form: the first
    /// v is g itself, weight decay is added to g, and Nesterov's step is g + μ v.
    /// </remarks>
    public class SGD : OptimizerHelper, IMomentum
    {
        private readonly Options _defaults;

        /// <summary>Creates an optimiser of one group.</summary>
        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        { }

        /// <summary>Creates an optimiser of several groups.</summary>
        public SGD(
            IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
        {
            if (lr < 0.0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (momentum < 0.0) throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (weight_decay < 0.0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            if (nesterov && (momentum <= 0 || dampening != 0))
                throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            _defaults = new()
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            };
            foreach (var group in parameters) add_param_group(group);
        }

        /// <summary>The momentum of groups added from here on.</summary>
        public double Momentum { get => _defaults.momentum!.Value; set => _defaults.momentum = value; }

        private protected override OptimizerOptions Complete(OptimizerOptions? options)
        {
            var result = (Options?)options ?? new();
            result.LearningRate ??= _defaults.LearningRate;
            result.momentum ??= _defaults.momentum;
            result.dampening ??= _defaults.dampening;
            result.weight_decay ??= _defaults.weight_decay;
            result.nesterov ??= _defaults.nesterov;
            result.maximize ??= _defaults.maximize;
            return result;
        }

        private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) => new State();

        private protected override void Step(OptimizerOptions options, Parameter[] parameters, OptimizerState[] states)
        {
            var o = (Options)options;
            var velocities = Array.ConvertAll(states, state => ((State)state).momentum_buffer?.Handle ?? 0);
            try
            {
                Check(nst_optim_sgd(
                    new(parameters), velocities, o.LearningRate!.Value, o.momentum!.Value, o.dampening!.Value, o.weight_decay!.Value,
                    o.nesterov!.Value ? 1 : 0, o.maximize!.Value ? 1 : 0));
            }
            finally
            {
                // A first step makes velocities; they are ours even where a later parameter failed.
                for (var i = 0; i < states.Length; i++)
                    if (velocities[i] != 0)
                        ((State)states[i]).momentum_buffer ??= new Tensor(velocities[i]).DetachFromDisposeScope();
            }
        }

        /// <summary>The velocity of one parameter.</summary>
        public class State : OptimizerState, IDisposable
        {
            private Tensor? _velocity;

            /// <summary>v, or null before the first step.</summary>
            public Tensor? momentum_buffer { get => _velocity; set => _velocity = value; }

            /// <inheritdoc/>
            public void Dispose() => _velocity?.Dispose();

            /// <inheritdoc/>
            public override void to(Device device) => Move(device, ref _velocity);

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer) => Save(writer, _velocity);

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader) => Load(reader, ref _velocity);

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source) => Copy(((State)source)._velocity, ref _velocity);

            /// <inheritdoc/>
            public override bool ApproximatelyEquals(OptimizerState other) => other is State state && Near(_velocity, state._velocity);
        }

        /// <summary>The options of a group.</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>μ</summary>
            public double? momentum { get; set; }

            /// <summary>d</summary>
            public double? dampening { get; set; }

            /// <summary>Weight of the squared norm of the parameters, halved.</summary>
            public double? weight_decay { get; set; }

            /// <summary>Whether the step looks ahead.</summary>
            public bool? nesterov { get; set; }

            /// <summary>Whether the objective is climbed.</summary>
            public bool? maximize { get; set; }

            /// <inheritdoc/>
            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
                writer.Write(dampening!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }

            /// <inheritdoc/>
            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                (momentum, dampening, weight_decay) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
                (nesterov, maximize) = (reader.ReadBoolean(), reader.ReadBoolean());
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var s = (Options)source;
                (momentum, dampening, weight_decay) = (s.momentum, s.dampening, s.weight_decay);
                (nesterov, maximize) = (s.nesterov, s.maximize);
            }
        }

        /// <summary>Parameters with options of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, IMomentum
        {
            /// <summary>An empty group.</summary>
            public ParamGroup() { }

            /// <summary>A group.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            /// <summary>A group.</summary>
            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize,
                })
            { }

            /// <inheritdoc/>
            public double Momentum { get => Options.momentum!.Value; set => Options.momentum = value; }
        }
    }
}
