using static TorchSharp.NativeMethods;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> share, their nested types included.</summary>
/// <remarks>Notation: m and v are decaying means of g and g², corrected by 1 - βᵗ; w ← w - η m / (√v + ε).</remarks>
public abstract class AdamFamily : OptimizerHelper, IBetas
{
    private readonly Options _defaults;

    private protected AdamFamily(
        IEnumerable<ParamGroup> groups, double lr, double beta1, double beta2, double eps, double weightDecay, bool amsgrad, bool maximize)
    {
        if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
        if (eps < 0) throw new ArgumentException($"Invalid ε: {eps}");
        if (beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1: {beta1}");
        if (beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2: {beta2}");
        if (weightDecay < 0) throw new ArgumentException($"Invalid weight_decay value: {weightDecay}");
        _defaults = new()
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weightDecay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in groups) add_param_group(group);
    }

    /// <summary>The decay rates of groups added from here on.</summary>
    public (double, double) Betas
    {
        get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
        set => (_defaults.beta1, _defaults.beta2) = (value.Item1, value.Item2);
    }

    /// <summary>Whether weight decay shrinks the parameters directly.</summary>
    private protected abstract bool Decoupled { get; }

    private protected override OptimizerOptions Complete(OptimizerOptions? options)
    {
        var result = (Options?)options ?? new();
        result.LearningRate ??= _defaults.LearningRate;
        result.beta1 ??= _defaults.beta1;
        result.beta2 ??= _defaults.beta2;
        result.eps ??= _defaults.eps;
        result.weight_decay ??= _defaults.weight_decay;
        result.amsgrad ??= _defaults.amsgrad;
        result.maximize ??= _defaults.maximize;
        return result;
    }

    private protected override OptimizerState NewState(Parameter parameter, OptimizerOptions options) =>
        new State(parameter, ((Options)options).amsgrad!.Value);

    private protected override void Step(OptimizerOptions options, Parameter[] parameters, OptimizerState[] states)
    {
        var o = (Options)options;
        var own = Array.ConvertAll(states, state => (State)state);
        var steps = Array.ConvertAll(own, state => state.step);
        TensorList Gather(Func<State, Tensor> member) => new(own.Select(member));
        // An absent list is an empty one to the shim.
        var largest = o.amsgrad!.Value ? Gather(state => state.max_exp_avg_sq!) : new([]);
        Check(nst_optim_adam(
            new(parameters), steps, Gather(state => state.exp_avg), Gather(state => state.exp_avg_sq), largest, o.LearningRate!.Value,
            o.beta1!.Value, o.beta2!.Value, o.eps!.Value, o.weight_decay!.Value, Decoupled ? 1 : 0, o.maximize!.Value ? 1 : 0));
        for (var i = 0; i < own.Length; i++) own[i].step = steps[i];
    }

    /// <summary>The decaying means of one parameter.</summary>
    public class State : OptimizerState, IDisposable
    {
        private Tensor? _mean, _square, _largest;

        internal State(Parameter parameter, bool amsgrad)
        {
            _mean = zeros_like(parameter).DetachFromDisposeScope();
            _square = zeros_like(parameter).DetachFromDisposeScope();
            if (amsgrad) _largest = zeros_like(parameter).DetachFromDisposeScope();
        }

        /// <summary>Steps taken, t.</summary>
        public long step { get; set; }

        /// <summary>m, not corrected.</summary>
        public Tensor exp_avg { get => _mean!; set => _mean = value; }

        /// <summary>v, not corrected.</summary>
        public Tensor exp_avg_sq { get => _square!; set => _square = value; }

        /// <summary>The largest v so far, with AMSGrad.</summary>
        public Tensor? max_exp_avg_sq { get => _largest; set => _largest = value; }

        /// <inheritdoc/>
        public void Dispose()
        {
            _mean?.Dispose();
            _square?.Dispose();
            _largest?.Dispose();
        }

        /// <inheritdoc/>
        public override void to(Device device)
        {
            Move(device, ref _mean);
            Move(device, ref _square);
            Move(device, ref _largest);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            Save(writer, _largest);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            exp_avg.Load(reader);
            exp_avg_sq.Load(reader);
            Load(reader, ref _largest);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var s = (State)source;
            step = s.step;
            Copy(s._mean, ref _mean);
            Copy(s._square, ref _square);
            Copy(s._largest, ref _largest);
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State s && step == s.step && Near(_mean, s._mean) && Near(_square, s._square) && Near(_largest, s._largest);
    }

    /// <summary>The options of a group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Decay of m.</summary>
        public double? beta1 { get; set; }

        /// <summary>Decay of v.</summary>
        public double? beta2 { get; set; }

        /// <summary>Weight decay.</summary>
        public double? weight_decay { get; set; }

        /// <summary>ε</summary>
        public double? eps { get; set; }

        /// <summary>Whether the largest v so far is used (S. J. Reddi et al., ICLR 2018).</summary>
        public bool? amsgrad { get; set; }

        /// <summary>Whether the objective is climbed.</summary>
        public bool? maximize { get; set; }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            (beta1, beta2, eps, weight_decay) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            (amsgrad, maximize) = (reader.ReadBoolean(), reader.ReadBoolean());
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var s = (Options)source;
            (beta1, beta2, eps, weight_decay) = (s.beta1, s.beta2, s.eps, s.weight_decay);
            (amsgrad, maximize) = (s.amsgrad, s.maximize);
        }
    }

    /// <summary>Parameters with options of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        /// <summary>An empty group.</summary>
        public ParamGroup() { }

        /// <summary>A group.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        /// <summary>A group.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        { }

        /// <inheritdoc/>
        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = (value.Item1, value.Item2);
        }
    }
}
