namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up to the largest rate, then down to almost nothing; the momentum goes the other way.</summary>
                /// <remarks>L. N. Smith, N. Topin, Super-Convergence, 2017, in fastai's two phases unless three are asked for.</remarks>
                public class OneCycleLR : LRScheduler
                {
                    /// <summary>The curve between two values.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Half a cosine.</summary>
                        Cos,
                        /// <summary>A line.</summary>
                        Linear,
                    }

                    private readonly int _total;
                    private readonly AnnealStrategy _strategy;
                    private readonly bool _cycleMomentum;
                    private readonly (double End, double[] From, double[] To, double MomentumFrom, double MomentumTo)[] _phases;

                    /// <summary>Creates a schedule over <paramref name="total_steps"/>, or epochs times steps per epoch.</summary>
                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4,
                        bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _total = total_steps > 0 ? total_steps : epochs > 0 && steps_per_epoch > 0 ? epochs * steps_per_epoch
                            : throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch), each positive.");
                        if (pct_start is < 0 or > 1)
                            throw new ArgumentException($"Expected a value between 0 and 1 for pct_start, but got {pct_start}", nameof(pct_start));
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas))
                            throw new ArgumentException("The optimizer must support momentum with cycle_momentum enabled.", nameof(optimizer));
                        (_strategy, _cycleMomentum) = (anneal_strategy, cycle_momentum);

                        var most = Array.ConvertAll(Groups, _ => max_lr);
                        var first = Array.ConvertAll(most, rate => rate / div_factor);
                        var least = Array.ConvertAll(first, rate => rate / final_div_factor);
                        var top = pct_start * _total - 1;
                        _phases = three_phase
                            ? [(top, first, most, max_momentum, base_momentum), (2 * pct_start * _total - 2, most, first, base_momentum, max_momentum),
                               (_total - 1, first, least, max_momentum, max_momentum)]
                            : [(top, first, most, max_momentum, base_momentum), (_total - 1, most, least, base_momentum, max_momentum)];
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (Epoch >= _total)
                            throw new InvalidOperationException($"Tried to step {Epoch + 1} times. The specified number of total steps is {_total}");
                        var at = Array.FindIndex(_phases, candidate => Epoch <= candidate.End);
                        var phase = _phases[at];
                        var start = at == 0 ? 0 : _phases[at - 1].End;
                        var share = phase.End > start ? (Epoch - start) / (phase.End - start) : 1;
                        if (_cycleMomentum)
                            foreach (var group in Groups) SetMomentum(group, Between(phase.MomentumFrom, phase.MomentumTo, share));
                        return Groups.Select((_, i) => Between(phase.From[i], phase.To[i], share));
                    }

                    private static void SetMomentum(ILearningRateController group, double value)
                    {
                        if (group is IBetas betas) betas.Betas = (value, betas.Betas.Item2);
                        else if (group is IMomentum momentum) momentum.Momentum = value;
                    }

                    private double Between(double from, double to, double share) => _strategy == AnnealStrategy.Cos
                        ? to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share))
                        : from + (to - from) * share;
                }
            }

            /// <summary>Up to the largest rate, then down to almost nothing; the momentum goes the other way.</summary>
            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos,
                bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25,
                double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(
                    optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum,
                    max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);
        }
    }
}
