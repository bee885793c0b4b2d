using NasStudio.Core.Architectures;
using NasStudio.Core.Architectures.BlockChains;
using NasStudio.Core.Architectures.Choice;
using NasStudio.Core.Architectures.NasBench201;
using NasStudio.Core.Architectures.NasBenchMacro;
using NasStudio.Core.Objectives;
using NasStudio.Core.Randomness;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Networks;
using NasStudio.Neural.Training;
using NasStudio.OneShot.Supernets;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Tests;

/// <summary>Small supernets and searches that take seconds.</summary>
internal static class Small
{
    /// <summary>Networks of three channels for grey images of 8x8 pixels.</summary>
    public static NetworkSize Size { get; } = new(Channels: 3, CellsPerStage: 1, new ImageShape(1, 8, 8), Classes: 10);

    /// <summary>Every space that has a supernet.</summary>
    public static TheoryData<string> Spaces() => new(All.Keys);

    /// <summary>The spaces by kind.</summary>
    public static IReadOnlyDictionary<string, SearchSpace> All { get; } = new Dictionary<string, SearchSpace>
    {
        ["nas-bench-201"] = new NasBench201Space(),
        ["nas-bench-macro"] = new NasBenchMacroSpace(),
        ["choice"] = new ChoiceSpace(new ChoiceDefinition(
            [
                .. Enumerable.Range(1, 4).Select(block => new ChoiceVariable($"block {block}", BlockOperations.Names)),
                new ChoiceVariable("last", ["conv-3x3"]),
            ],
            [])),
    };

    /// <summary>A supernet with reproducible weights.</summary>
    public static Supernet Supernet(string space, long seed = 1)
    {
        var supernet = OneShot.Supernets.Supernet.For(All[space], Size);
        Seeding.Fill(supernet, new RandomSource(seed));
        return supernet;
    }

    /// <summary>What a search on a few digits is built from.</summary>
    public static WeightSharingContext Context(SearchSpace? space = null, long seed = 1, Action<string>? report = null) => new(
        space ?? new NasBench201Space(), Problem.Single("val_acc", Direction.Maximize), new RandomSource(seed),
        new TrainOptions { Channels = 3, CellsPerStage = 1, MaxTrainImages = 100 }, new DataSetLocator(Path.GetTempPath()), "cpu",
        report ?? (_ => { }));

    /// <summary>Normal draws. // (B, 1, 8, 8)</summary>
    public static Tensor Images(int count, long seed = 1)
    {
        var random = new RandomSource(seed);
        var values = new float[count * 64];
        for (var i = 0; i < values.Length; i++) values[i] = (float)random.NextGaussian();
        return tensor(values, [count, 1, 8, 8]);
    }

    /// <summary>An empty folder.</summary>
    public static string Folder() => Directory.CreateTempSubdirectory("nasstudio-one-shot-").FullName;
}
