using NasStudio.Core.Randomness;
using NasStudio.Neural.DataSets;
using NasStudio.Neural.Training;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>
/// The batches of a search. Which images a step sees is a function of the seed and the step's number alone, so that
/// nothing of it has to be saved.
/// </summary>
/// <remarks>Weights learn from the training part, distributions from the validation part; the test part is never
/// read.</remarks>
internal sealed class SupernetData
{
    private readonly DataSplit _split;
    private readonly ImageBatches _batches;
    private readonly RandomSource _random;
    private readonly Augmentation _augmentation;
    private readonly int _batch;
    private readonly Shuffled _training, _validation;

    public SupernetData(WeightSharingContext context, int batch, Device device)
    {
        var training = context.Training;
        var images = context.DataSets.Load(training.Dataset, training.MostImages).Downsampled(training.Downsample);
        (Shape, Classes) = (images.Shape, images.Classes);
        _split = DataSplit.Stratified(images, training.SplitSeed, training.ValidationShare, training.MaxTrainImages);
        _batches = new ImageBatches(images, _split.Train.AsSpan(), device);
        _random = context.Random;
        _augmentation = new Augmentation(training.Shift, training.Flip);
        _batch = Math.Min(batch, Math.Min(_split.Train.Length, _split.Validation.Length));
        _training = new Shuffled([.. _split.Train], _random.Fork("training order"));
        _validation = new Shuffled([.. _split.Validation], _random.Fork("validation order"));
    }

    /// <summary>Shape of the images.</summary>
    public ImageShape Shape { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Steps of a pass over the training images; a smaller rest sits out.</summary>
    public int StepsPerEpoch => _split.Train.Length / _batch;

    /// <summary>Training images of a step, augmented. // (B, C, H, W), (B)</summary>
    public (Tensor Images, Tensor Labels) Training(long step)
    {
        var indices = _training.Batch(step, _batch);
        var changes = _augmentation == Augmentation.None ? null : _random.Fork("augmentation", step);
        return (_batches.Images(indices, _augmentation, changes), _batches.Labels(indices));
    }

    /// <summary>Validation images of a step, as they are. // (B, C, H, W), (B)</summary>
    public (Tensor Images, Tensor Labels) Validation(long step)
    {
        var indices = _validation.Batch(step, _batch);
        return (_batches.Images(indices), _batches.Labels(indices));
    }

    /// <summary>The same training images every time, as they are. // each (B, C, H, W)</summary>
    /// <param name="batches">How many batches; at most <see cref="StepsPerEpoch"/>.</param>
    public IEnumerable<Tensor> Calibration(int batches)
    {
        for (var i = 0; i < batches; i++)
            yield return _batches.Images(_split.Train.AsSpan().Slice(i * _batch, _batch));
    }

    /// <summary>All validation images. // each (B, C, H, W), (B)</summary>
    public IEnumerable<(Tensor Images, Tensor Labels)> AllValidation()
    {
        for (var start = 0; start < _split.Validation.Length; start += _batches.EvaluationSize)
        {
            var indices = _split.Validation.AsSpan().Slice(
                start, Math.Min(_batches.EvaluationSize, _split.Validation.Length - start));
            yield return (_batches.Images(indices), _batches.Labels(indices));
        }
    }

    /// <summary>Passes over a part, each in an order of its own.</summary>
    private sealed class Shuffled(int[] part, RandomSource random)
    {
        private readonly int[] _order = new int[part.Length];
        private long _pass = -1;

        public ReadOnlySpan<int> Batch(long step, int batch)
        {
            var steps = part.Length / batch;
            if (step / steps != _pass)
            {
                _pass = step / steps;
                part.CopyTo(_order, 0);
                random.Fork("pass", _pass).Shuffle<int>(_order);
            }

            return _order.AsSpan((int)(step % steps) * batch, batch);
        }
    }
}
