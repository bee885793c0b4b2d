using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the batch normalisations share: affine parameters and running statistics.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))] private Parameter? _bias;
    [ComponentName(Name = nameof(weight))] private Parameter? _weight;
    [ComponentName(Name = nameof(running_mean))] private Tensor? _runningMean;
    [ComponentName(Name = nameof(running_var))] private Tensor? _runningVar;
    [ComponentName(Name = nameof(num_batches_tracked))] private Tensor? _numBatchesTracked;

    private protected NormBase(
        long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, ScalarType? dtype,
        string name) : base(name)
    {
        (num_features, this.eps, this.momentum) = (numFeatures, eps, momentum);
        (this.affine, track_running_stats) = (affine, trackRunningStats);
        if (affine)
        {
            weight = NewParameter([numFeatures], device, dtype);
            bias = NewParameter([numFeatures], device, dtype);
        }
        if (trackRunningStats)
        {
            running_mean = zeros([numFeatures], dtype: dtype, device: device);
            running_var = ones([numFeatures], dtype: dtype, device: device);
            num_batches_tracked = zeros([], dtype: ScalarType.Int64, device: device);
        }
        reset_parameters();
    }

    /// <summary>Scale per channel: (C).</summary>
    public Parameter weight { get => _weight!; set => Own(nameof(weight), ref _weight, value); }

    /// <summary>Shift per channel: (C).</summary>
    public Parameter? bias { get => _bias; set => Own(nameof(bias), ref _bias, value); }

    /// <summary>Running mean per channel (C), or null: then the batch's own is always used.</summary>
    public Tensor? running_mean { get => _runningMean; set => Own(nameof(running_mean), ref _runningMean, value); }

    /// <summary>Running unbiased variance per channel (C), or null: then the batch's own is always used.</summary>
    public Tensor? running_var { get => _runningVar; set => Own(nameof(running_var), ref _runningVar, value); }

    /// <summary>Number of training batches seen: a scalar, or null.</summary>
    public Tensor? num_batches_tracked
    {
        get => _numBatchesTracked;
        set => Own(nameof(num_batches_tracked), ref _numBatchesTracked, value);
    }

    /// <summary>Number of channels, C.</summary>
    public long num_features { get; }

    /// <summary>Added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>Weight of the newest batch in the running statistics; null for their plain average.</summary>
    public double? momentum { get; set; }

    /// <summary>Whether scale and shift are learned.</summary>
    public bool affine { get; }

    /// <summary>Whether running statistics are kept.</summary>
    public bool track_running_stats { get; }

    /// <summary>Scale 1, shift 0, and fresh running statistics.</summary>
    public void reset_parameters()
    {
        if (affine)
        {
            nn.init.ones_(weight);
            nn.init.zeros_(bias!);
        }
        _runningMean?.zero_();
        _runningVar?.fill_(1);
        _numBatchesTracked?.zero_();
    }

    /// <summary>Refuses an input of the wrong number of dimensions.</summary>
    /// <exception cref="ArgumentException">It is wrong.</exception>
    protected abstract void ValidateInputDimensions(Tensor input);
}
