using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What an optimiser lets each group choose; null means the optimiser's own.</summary>
public class OptimizerOptions
{
    /// <summary>The current learning rate.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The learning rate at the start.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>Writes the options.</summary>
    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    /// <summary>Takes another's values.</summary>
    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }
}

/// <summary>What an optimiser remembers of one parameter.</summary>
public abstract class OptimizerState
{
    /// <summary>Writes the state.</summary>
    public abstract void SaveStateDict(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Takes copies of another's values.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Whether both hold nearly the same.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Moves the state to a device.</summary>
    public virtual void to(Device device) { }

    private protected static void Save(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected static void Load(BinaryReader reader, ref Tensor? tensor)
    {
        var device = tensor?.device;
        Tensor? value = null;
        if (reader.ReadBoolean()) TensorExtensionMethods.Load(ref value!, reader);
        Replace(ref tensor, value);
        if (device is not null) Move(device, ref tensor);
    }

    private protected static void Copy(Tensor? source, ref Tensor? tensor) => Replace(ref tensor, source?.clone());

    private protected static void Move(Device device, ref Tensor? tensor)
    {
        if (tensor is not null && tensor.device != device) Replace(ref tensor, tensor.to(device));
    }

    private protected static bool Near(Tensor? a, Tensor? b) =>
        a is null || b is null ? a is null && b is null : a.allclose(b);

    private static void Replace(ref Tensor? tensor, Tensor? value)
    {
        tensor?.Dispose();
        tensor = value?.DetachFromDisposeScope();
    }
}

/// <summary>Parameters with common options.</summary>
public class ParamGroup : ILearningRateController
{
    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    /// <summary>The options; the optimiser fills in what is open.</summary>
    public OptimizerOptions? Options { get; set; }

    /// <inheritdoc/>
    public double LearningRate { get => Options!.LearningRate!.Value; set => Options!.LearningRate = value; }

    /// <inheritdoc/>
    public double InitialLearningRate { get => Options!.InitialLearningRate; set => Options!.InitialLearningRate = value; }
}

/// <summary>Parameters with common options of a known type.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    /// <summary>An empty group.</summary>
    public ParamGroup() { }

    /// <summary>A group.</summary>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options;
    }

    /// <summary>The options; the optimiser fills in what is open.</summary>
    public new TOptions Options { get => (TOptions)base.Options!; set => base.Options = value; }
}
