using System.Collections.Immutable;
using NasStudio.Neural.DataSets;

namespace NasStudio.Neural.Tests.DataSets;

public sealed class DataSplitTests
{
    private static readonly ImageDataSet Digits = new DataSetLocator("/nowhere").Load("digits");

    [Fact]
    public void The_parts_are_disjoint_and_complete()
    {
        var split = DataSplit.Stratified(Digits, seed: 0);

        Assert.Equal(Enumerable.Range(0, Digits.Count),
            split.Train.Concat(split.Validation).Concat(split.Test).Order());
    }

    [Fact]
    public void Every_part_has_each_class_in_the_same_share()
    {
        var split = DataSplit.Stratified(Digits, seed: 0);

        for (var label = 0; label < 10; label++)
        {
            var all = Count(Enumerable.Range(0, Digits.Count), label);
            Assert.InRange(Count(split.Validation, label), 0.2 * all - 1, 0.2 * all + 1);
            Assert.InRange(Count(split.Test, label), 0.2 * all - 1, 0.2 * all + 1);
        }

        static int Count(IEnumerable<int> part, int label) => part.Count(i => Digits.Labels.Span[i] == label);
    }

    [Fact]
    public void A_split_depends_on_its_seed_alone()
    {
        var (first, again, other) = (DataSplit.Stratified(Digits, 5), DataSplit.Stratified(Digits, 5),
            DataSplit.Stratified(Digits, 6));

        Assert.True(first.Train.SequenceEqual(again.Train));
        Assert.True(first.Validation.SequenceEqual(again.Validation));
        Assert.True(first.Test.SequenceEqual(again.Test));
        Assert.NotEqual(first.Validation.Order(), other.Validation.Order());
        // other numbers break old results
        Assert.Equal([1349, 1404, 1724, 1335, 1198], DataSplit.Stratified(Digits, 0).Validation.Take(5));
    }

    [Fact]
    public void The_publishers_test_images_are_the_test_part()
    {
        var labels = Enumerable.Range(0, 100).Select(i => (ushort)(i % 2)).ToArray();
        var images = new ImageDataSet("two", new ImageShape(1, 1, 1), new byte[100], labels, ["a", "b"],
            testCount: 30, "test");

        var split = DataSplit.Stratified(images, seed: 1, validationShare: 0.2);

        Assert.Equal(Enumerable.Range(70, 30), split.Test);
        Assert.Equal(14, split.Validation.Length);
        Assert.Equal(56, split.Train.Length);
    }

    [Fact]
    public void A_limit_keeps_training_images_class_by_class_and_nothing_else_changes()
    {
        var (all, some) = (DataSplit.Stratified(Digits, 0), DataSplit.Stratified(Digits, 0, maxTrain: 200));

        Assert.InRange(some.Train.Length, 190, 200);
        Assert.Subset(all.Train.ToHashSet(), some.Train.ToHashSet());
        Assert.True(all.Validation.SequenceEqual(some.Validation));
        Assert.Equal(10, some.Train.Select(i => Digits.Labels.Span[i]).Distinct().Count());
    }

    [Fact]
    public void A_class_too_small_to_split_is_named()
    {
        ushort[] labels = [.. Enumerable.Repeat((ushort)0, 50), 1];
        var images = new ImageDataSet("tiny", new ImageShape(1, 1, 1), new byte[51], labels, ["many", "one"], 0,
            "test");

        Assert.Contains("class 'one': found 1 images",
            Assert.Throws<DataSetException>(() => DataSplit.Stratified(images, 0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void A_share_outside_its_range_is_refused(double share)
        => Assert.Throws<ArgumentOutOfRangeException>(() => DataSplit.Stratified(Digits, 0, share));

    [Fact]
    public void A_data_set_with_contradictions_is_refused()
    {
        ImmutableArray<string> names = ["a", "b"];
        Assert.Contains("3 bytes", Refused(() => new ImageDataSet("x", new(1, 2, 1), new byte[3], [0, 1], names, 0,
            "f")), StringComparison.Ordinal);
        Assert.Contains("label 1: found class 2", Refused(() => new ImageDataSet("x", new(1, 1, 1), new byte[2], [0,
            2], names, 0, "f")), StringComparison.Ordinal);
        Assert.Contains("no image", Refused(() => new ImageDataSet("x", new(1, 1, 1), [], [], names, 0, "f")),
            StringComparison.Ordinal);
        Assert.Contains("2 test images of 2", Refused(() => new ImageDataSet("x", new(1, 1, 1), new byte[2], [0, 1],
            names, 2, "f")), StringComparison.Ordinal);

        static string Refused(Func<ImageDataSet> build) => Assert.Throws<DataSetException>(build).Message;
    }
}
