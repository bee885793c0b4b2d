using System.Text;
using System.Text.Json.Nodes;

namespace NasStudio.Trees.Tests;

public class GradientBoostedTreesTests
{
    private static readonly double[][] Line = [[0], [1], [2], [3]];
    private static readonly double[] Step = [1, 1, 5, 5];

    private static readonly TreeOptions Stump = new() { Rounds = 1, Depth = 1, Eta = 1, Lambda = 0, MinChildWeight = 0 };

    /// <summary>With squared error the gradient at the mean 3 is 3 - y and each curvature 1, so that the leaf of {1, 1}
    /// has the weight -(2 + 2) / (2 + lambda) and that of {5, 5} the opposite.</summary>
    [Theory]
    [InlineData(1, 0, 1, 5)]
    [InlineData(0.5, 0, 2, 4)]
    [InlineData(1, 2, 2, 4)]
    public void A_stump_predicts_the_mean_and_the_shrunken_weight_of_its_leaf(
        double eta, double lambda, double low, double high)
    {
        using var model = GradientBoostedTrees.Train(Line, Step, Stump with { Eta = eta, Lambda = lambda });
        Assert.Equal([low, low, high, high], model.Predict(Line));
        Assert.Equal((1, 1), (model.Rounds, model.FeatureCount));
    }

    [Fact]
    public void An_absolute_penalty_shrinks_the_summed_gradient()
    {
        // -(4 - 1) / 2 = -1.5 and +1.5 around the mean of 3
        using var model = GradientBoostedTrees.Train(Line, Step, Stump with { Alpha = 1 });
        Assert.Equal([1.5, 1.5, 4.5, 4.5], model.Predict(Line));
    }

    [Fact]
    public void Two_rounds_close_the_rest_of_the_gap_by_the_same_share()
    {
        using var model = GradientBoostedTrees.Train(Line, Step, Stump with { Rounds = 2, Eta = 0.5 });
        Assert.Equal([1.5, 1.5, 4.5, 4.5], model.Predict(Line));    // 3 -> 2 -> 1.5
    }

    [Fact]
    public void A_leaf_below_the_smallest_weight_is_not_split_off()
    {
        double[] outlier = [0, 0, 0, 8];
        using var free = GradientBoostedTrees.Train(Line, outlier, Stump);
        using var held = GradientBoostedTrees.Train(Line, outlier, Stump with { MinChildWeight = 2 });
        Assert.Equal([0, 0, 0, 8], free.Predict(Line));
        Assert.Equal([0, 0, 4, 4], held.Predict(Line));
    }

    [Fact]
    public void Depth_two_learns_what_no_stump_can()
    {
        double[][] corners = [[0, 0], [0, 1], [1, 0], [1, 1]];
        double[] nearlyXor = [0, 1, 1, 0.1];
        using var model = GradientBoostedTrees.Train(corners, nearlyXor, Stump with { Depth = 2 });
        Assert.Equal(nearlyXor, model.Predict(corners).Select(value => Math.Round(value, 5)));
    }

    [Fact]
    public void One_row_is_predicted_as_among_many()
    {
        var (features, targets) = Wave(60);
        using var model = GradientBoostedTrees.Train(features, targets, new TreeOptions());
        Assert.Equal(model.Predict(features), features.Select(row => model.Predict(row.AsSpan())));
        Assert.Empty(model.Predict(Array.Empty<double[]>()));
    }

    [Fact]
    public void A_missing_feature_goes_where_training_sent_the_missing_ones()
    {
        double[][] features = [[0], [1], [double.NaN], [double.NaN]];
        using var model = GradientBoostedTrees.Train(features, [1, 1, 5, 5], Stump);
        Assert.Equal(5, model.Predict([double.NaN]));
        Assert.Equal(1, model.Predict([1]));
    }

    [Fact]
    public void Ranking_puts_larger_targets_higher()
    {
        var (features, targets) = Wave(80);
        using var model = GradientBoostedTrees.Train(
            features, targets, new TreeOptions { Objective = TreeObjective.PairwiseRank });
        var predicted = model.Predict(features);
        var right = 0;
        var pairs = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                pairs++;
                right += Math.Sign(targets[i] - targets[j]) == Math.Sign(predicted[i] - predicted[j]) ? 1 : 0;
            }
        }

        Assert.InRange((double)right / pairs, 0.95, 1);
    }

    [Fact]
    public void Validation_stops_in_time_and_drops_the_rounds_after_the_best()
    {
        var (features, targets) = Wave(120);
        var noisy = targets.Select((y, i) => y + (i * 7919 % 13 - 6) * 0.05).ToArray();
        var options = new TreeOptions { Rounds = 400 };
        var validation = new TreeValidation(features[80..], noisy[80..], Patience: 10);
        using var stopped = GradientBoostedTrees.Train(features[..80], noisy[..80], options, validation);
        using var again = GradientBoostedTrees.Train(
            features[..80], noisy[..80], options with { Rounds = stopped.Rounds });
        Assert.InRange(stopped.Rounds, 2, 200);
        Assert.Equal(again.Predict(features), stopped.Predict(features));
    }

    [Fact]
    public void Equal_seeds_grow_equal_trees_and_others_do_not()
    {
        var (features, targets) = Wave(100);
        var options = new TreeOptions { Rounds = 20, Subsample = 0.5, ColumnSample = 0.5, Seed = 7 };
        using var one = GradientBoostedTrees.Train(features, targets, options);
        using var two = GradientBoostedTrees.Train(features, targets, options);
        using var other = GradientBoostedTrees.Train(features, targets, options with { Seed = 8 });
        Assert.Equal(one.SaveJson(), two.SaveJson());
        Assert.NotEqual(one.Predict(features), other.Predict(features));
    }

    [Fact]
    public void A_saved_model_predicts_what_it_did()
    {
        var (features, targets) = Wave(60);
        using var model = GradientBoostedTrees.Train(features, targets, new TreeOptions { Rounds = 12 });
        var json = model.SaveJson();
        using var loaded = GradientBoostedTrees.LoadJson(json);
        Assert.Equal(model.Predict(features), loaded.Predict(features));
        Assert.Equal((12, 3), (loaded.Rounds, loaded.FeatureCount));
        using var reloaded = GradientBoostedTrees.LoadJson(loaded.SaveJson());
        Assert.Equal(model.Predict(features), reloaded.Predict(features));
    }

    [Fact]
    public void Many_threads_predict_and_train_as_one_does()
    {
        var (features, targets) = Wave(60);
        var options = new TreeOptions { Rounds = 30, Subsample = 0.7 };
        using var trained = GradientBoostedTrees.Train(features, targets, options);
        using var model = GradientBoostedTrees.LoadJson(trained.SaveJson());
        var expected = trained.Predict(features);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Assert.Equal(expected[i % 60], model.Predict(features[i % 60].AsSpan()));
            Assert.Equal(expected, model.Predict(features));
            if (i % 20 == 0)
            {
                using var own = GradientBoostedTrees.Train(features, targets, options);
                Assert.Equal(expected, own.Predict(features));
                Assert.Equal(model.SaveJson().Length, model.SaveJson().Length);
            }
        });
    }

    [Fact]
    public void Training_can_be_stopped()
        => Assert.Throws<OperationCanceledException>(() => GradientBoostedTrees.Train(
            Line, Step, Stump, cancellation: new CancellationToken(canceled: true)));

    [Fact]
    public void What_is_not_allowed_is_named()
    {
        Refused("Eta is 0; allowed: more than 0 to 1", () => Train(Line, Step, Stump with { Eta = 0 }));
        Refused("Lambda is NaN", () => Train(Line, Step, Stump with { Lambda = double.NaN }));
        Refused("Objective is 9", () => Train(Line, Step, Stump with { Objective = (TreeObjective)9 }));
        Refused("training rows are 0", () => Train([], [], Stump));
        Refused("training rows are 4 with 1 targets", () => Train(Line, [1], Stump));
        Refused("Row 1 has 2 features; allowed: 1", () => Train([[1], [1, 2]], [1, 2], Stump));
        Refused("Feature 0 of row 1 is Infinity", () => Train([[1], [1.0 / 0]], [1, 2], Stump));
        Refused("The target of row 0 is NaN", () => Train([[1], [2]], [double.NaN, 2], Stump));
        using var model = GradientBoostedTrees.Train(Line, Step, Stump);
        Refused("Row 0 has 2 features; allowed: 1", () => model.Predict([1, 2]));
        Refused("Row 0 has 2 features; allowed: 1", () => model.Predict(new double[][] { [1, 2] }));
    }

    [Fact]
    public void A_missing_library_is_named_with_its_package()
    {
        var e = Assert.Throws<XgBoostException>(() => NativeMethods.Load("libxgboost-that-is-not-there.so.0"));
        Assert.Contains("libxgboost-that-is-not-there.so.0", e.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libxgboost0", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"learner":1}""", "learner has no key 'gradient_booster'")]
    [InlineData("[]", "the document has no key 'learner'")]
    [InlineData("{", "not an XGBoost model in JSON")]
    [InlineData("", "not an XGBoost model in JSON")]
    public void What_is_no_model_is_refused(string json, string reason)
        => Assert.Contains(
            reason,
            Assert.Throws<XgBoostException>(() => GradientBoostedTrees.LoadJson(Encoding.UTF8.GetBytes(json))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("left_children", 0, 0, "from node 0 to node 0")]
    [InlineData("left_children", 0, 900, "from node 0 to node 900")]
    [InlineData("left_children", 0, 2, "to node 2")]
    [InlineData("right_children", 0, -1, "from node 0 to node -1")]
    [InlineData("right_children", 1, 0, "leads from node 1 to node")]
    [InlineData("split_indices", 0, 3, "split_indices[0] is 3; allowed: 0 to 2")]
    [InlineData("split_indices", 0, -5, "split_indices[0] is -5")]
    [InlineData("split_type", 0, 1, "categorical")]
    [InlineData("default_left", 0, 7, "default_left has the item 7")]
    public void A_tree_that_libxgboost_would_follow_astray_is_refused(string key, int at, int value, string reason)
    {
        var model = Model();
        model["learner"]!["gradient_booster"]!["model"]!["trees"]![0]![key]![at] = value;
        Refused(model, reason);
    }

    [Fact]
    public void A_model_with_other_counts_or_kinds_is_refused()
    {
        Refused(Changed(m => m["learner"]!["learner_model_param"]!["num_feature"] = "4000000000"), "num_feature");
        Refused(Changed(m => m["learner"]!["learner_model_param"]!["num_class"] = "3"), "num_class is '3'");
        Refused(Changed(m => m["learner"]!["objective"]!["name"] = "multi:softprob"), "objective.name");
        Refused(Changed(m => m["learner"]!["gradient_booster"]!["name"] = "dart"), "gradient_booster.name is 'dart'");
        Refused(Changed(m => Trees(m)["gbtree_model_param"]!["num_trees"] = "7"), "num_trees is '7'; allowed: 2");
        Refused(Changed(m => Trees(m)["tree_info"]![0] = 5), "tree_info[0] is 5");
        Refused(Changed(m => Trees(m)["trees"]![0]!["tree_param"]!["num_nodes"] = "900"), "num_nodes is '900'");
        Refused(Changed(m => Trees(m)["trees"]![0]!["base_weights"] = new JsonArray()), "base_weights is 0");
        Refused(Changed(m => Trees(m)["trees"]![0]!["split_conditions"]![0] = 1e300), "split_conditions");
        Refused(Changed(m => m["learner"]!["learner_model_param"]!["base_score"] = "many"), "many");
    }

    private static JsonNode Trees(JsonNode model) => model["learner"]!["gradient_booster"]!["model"]!;

    private static JsonNode Changed(Action<JsonNode> change)
    {
        var model = Model();
        change(model);
        return model;
    }

    private static JsonNode Model()
    {
        var (features, targets) = Wave(40);
        using var model = GradientBoostedTrees.Train(features, targets, new TreeOptions { Rounds = 2, Depth = 2 });
        return JsonNode.Parse(model.SaveJson())!;
    }

    private static void Refused(JsonNode model, string reason)
        => Assert.Contains(
            reason,
            Assert.Throws<XgBoostException>(
                () => GradientBoostedTrees.LoadJson(Encoding.UTF8.GetBytes(model.ToJsonString()))).Message,
            StringComparison.Ordinal);

    private static void Train(double[][] features, double[] targets, TreeOptions options)
        => GradientBoostedTrees.Train(features, targets, options).Dispose();

    private static void Refused(string reason, Action act)
        => Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);

    /// <summary>A smooth function of three features on a grid of its own for each.</summary>
    private static (double[][] Features, double[] Targets) Wave(int rows)
    {
        var features = Enumerable.Range(0, rows)
            .Select(i => new double[] { i * 17 % 31 / 31.0, i * 23 % 37 / 37.0, i * 29 % 41 / 41.0 }).ToArray();
        return (features, [.. features.Select(f => Math.Sin(3 * f[0]) + f[1] * f[2] + 0.3 * f[2])]);
    }
}
