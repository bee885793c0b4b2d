namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules that set an optimiser's learning rates.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimiser's groups epoch by epoch (or batch by batch).</summary>
            /// <remarks>As in PyTorch, the schedule is in force from its construction: that is epoch 0.</remarks>
            public abstract class LRScheduler
            {
                private readonly bool _verbose;
                private double[] _last;

                private protected LRScheduler(Optimizer optimizer, int last_epoch, bool verbose)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Groups = [.. optimizer.ParamGroups];
                    Epoch = last_epoch;
                    _verbose = verbose;
                    if (last_epoch == -1)
                        foreach (var group in Groups) group.InitialLearningRate = group.LearningRate;
                    Initial = Array.ConvertAll(Groups, group => group.InitialLearningRate);
                    _last = Array.ConvertAll(Groups, group => group.LearningRate);
                }

                private protected ILearningRateController[] Groups { get; }

                /// <summary>The groups' learning rates at epoch 0.</summary>
                private protected double[] Initial { get; set; }

                /// <summary>The epoch in force; -1 before the first.</summary>
                private protected int Epoch { get; set; }

                /// <summary>The learning rates in force, one for each group.</summary>
                public IEnumerable<double> get_last_lr() => _last;

                /// <summary>Goes on to the next epoch.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes on to the next epoch, or to a given one.</summary>
                public virtual void step(int? epoch)
                {
                    Epoch = epoch ?? Epoch + 1;
                    Set([.. get_lr()]);
                }

                /// <summary>Goes on to the next epoch; only schedules that watch a metric look at it.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The learning rates of the epoch in force.</summary>
                protected virtual IEnumerable<double> get_lr() => Groups.Select(group => group.LearningRate);

                private protected void Set(double[] rates)
                {
                    for (var i = 0; i < rates.Length; i++) Groups[i].LearningRate = rates[i];
                    if (_verbose && !rates.SequenceEqual(_last))
                        Console.WriteLine($"Learning rates of epoch {Epoch}: {string.Join(", ", rates)}");
                    _last = rates;
                }

                /// <summary>Every group's current learning rate times a factor.</summary>
                private protected IEnumerable<double> Scaled(double factor) => Groups.Select(group => group.LearningRate * factor);
            }
        }
    }
}
