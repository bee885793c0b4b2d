using System.Globalization;
using System.Text.Json;

namespace NasStudio.Trees;

/// <summary>
/// Reads a model of XGBoost's JSON form before libxgboost does, which follows the numbers of nodes and features in it
/// without looking: a wrong one would read foreign memory or walk in a circle.
/// </summary>
/// <remarks>The form: "Introduction to Model IO" and the schema in it, XGBoost 1.7. One output, numeric
/// splits.</remarks>
internal static class TreeModelCheck
{
    private const int MaxFeatures = 100_000;
    private const int Leaf = -1;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private static readonly string[] Objectives = ["reg:squarederror", "rank:pairwise"];

    /// <summary>The same model, spelled so that no two JSON readers can differ about it.</summary>
    /// <exception cref="XgBoostException">It is not a model; says where and what is allowed.</exception>
    public static byte[] Normalised(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), Strict);
            CheckModel(document.RootElement);
            using var normalised = new MemoryStream(json.Length);
            using (var writer = new Utf8JsonWriter(normalised))
            {
                document.RootElement.WriteTo(writer);
            }

            return normalised.ToArray();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new XgBoostException($"This is not an XGBoost model in JSON: {e.Message}", e);
        }
    }

    private static void CheckModel(JsonElement root)
    {
        var learner = Key(root, "learner", "");
        var booster = Key(learner, "gradient_booster", "learner");
        Expect(Text(Key(booster, "name", "gradient_booster")), "gradient_booster.name", ["gbtree"]);
        Expect(Text(Key(Key(learner, "objective", "learner"), "name", "objective")), "objective.name", Objectives);
        var parameters = Key(learner, "learner_model_param", "learner");
        var features = Count(Key(parameters, "num_feature", "learner_model_param"), "num_feature", MaxFeatures);
        Expect(OptionalText(parameters, "num_class") ?? "0", "learner_model_param.num_class", ["0", "1"]);
        Expect(OptionalText(parameters, "num_target") ?? "1", "learner_model_param.num_target", ["0", "1"]);
        var start = Text(Key(parameters, "base_score", "learner_model_param"));
        if (!float.TryParse(start, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || !float.IsFinite(score))
        {
            throw new FormatException($"base_score is '{Short(start)}'; allowed: a number of single precision.");
        }

        var model = Key(booster, "model", "gradient_booster");
        var modelParameters = Key(model, "gbtree_model_param", "model");
        var trees = Key(model, "trees", "model");
        Expect(Text(Key(modelParameters, "num_trees", "gbtree_model_param")), "num_trees", [Of(trees)]);
        Expect(OptionalText(modelParameters, "num_parallel_tree") ?? "1", "num_parallel_tree", ["0", "1"]);
        Expect(OptionalText(modelParameters, "size_leaf_vector") ?? "0", "size_leaf_vector", ["0"]);
        var groups = Integers(model, "tree_info", "model", trees.GetArrayLength());
        if (Array.FindIndex(groups, group => group != 0) is >= 0 and var odd)
        {
            throw new FormatException($"tree_info[{odd}] is {groups[odd]}; allowed: 0, the only output.");
        }

        var number = 0;
        foreach (var tree in trees.EnumerateArray())
        {
            CheckTree(tree, $"trees[{number++}]", features);
        }
    }

    private static void CheckTree(JsonElement tree, string place, int features)
    {
        var parameters = Key(tree, "tree_param", place);
        var nodes = Key(tree, "left_children", place).GetArrayLength();
        Expect(Text(Key(parameters, "num_nodes", place)), $"{place}.num_nodes", [$"{Math.Max(nodes, 1)}"]);
        Expect(OptionalText(parameters, "size_leaf_vector") ?? "0", $"{place}.size_leaf_vector", ["0"]);
        Expect(Text(Key(parameters, "num_feature", place)), $"{place}.num_feature", [$"{features}"]);
        var left = Integers(tree, "left_children", place, nodes);
        var right = Integers(tree, "right_children", place, nodes);
        var parents = Integers(tree, "parents", place, nodes);
        var splits = Integers(tree, "split_indices", place, nodes);
        foreach (var numbers in (string[])["split_conditions", "base_weights", "loss_changes", "sum_hessian"])
        {
            CheckNumbers(tree, numbers, place, nodes);
        }

        CheckNumbers(tree, "default_left", place, nodes, flags: true);
        foreach (var name in (string[])["categories", "categories_nodes", "categories_segments", "categories_sizes"])
        {
            Expect(tree.TryGetProperty(name, out var list) ? Of(list) : "0", $"The length of {place}.{name}", ["0"]);
        }

        if (tree.TryGetProperty("split_type", out _)
            && Array.Exists(Integers(tree, "split_type", place, nodes), type => type != 0))
        {
            throw new FormatException($"{place}.split_type has a categorical split; allowed: numeric ones, 0.");
        }

        Walk(left, right, parents, splits, place, features);
    }

    /// <summary>From the root every node is met once, has the parent it was met from, and is a leaf or splits by a
    /// feature that exists. Nodes that are not met were pruned.</summary>
    private static void Walk(int[] left, int[] right, int[] parents, int[] splits, string place, int features)
    {
        var isMet = new bool[left.Length];
        isMet[0] = true;
        var open = new Stack<int>([0]);
        while (open.TryPop(out var node))
        {
            if (left[node] == Leaf && right[node] == Leaf)
            {
                continue;
            }

            if (splits[node] < 0 || splits[node] >= features)
            {
                throw new FormatException(
                    $"{place}.split_indices[{node}] is {splits[node]}; allowed: 0 to {features - 1}.");
            }

            foreach (var child in (int[])[left[node], right[node]])
            {
                if (child <= 0 || child >= left.Length || isMet[child] || parents[child] != node)
                {
                    throw new FormatException(
                        $"{place} leads from node {node} to node {child}; allowed: 1 to {left.Length - 1}, each once "
                        + "and from its parent.");
                }

                isMet[child] = true;
                open.Push(child);
            }
        }
    }

    private static JsonElement Key(JsonElement parent, string name, string place)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw new FormatException($"{(place.Length > 0 ? place : "the document")} has no key '{name}'.");

    private static string Text(JsonElement value) => value.GetString()!;

    private static string? OptionalText(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string Of(JsonElement array) => $"{array.GetArrayLength()}";

    private static int Count(JsonElement value, string place, int most)
        => int.TryParse(Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count >= 1 && count <= most
            ? count
            : throw new FormatException($"{place} is '{Short(Text(value))}'; allowed: 1 to {most}.");

    private static int[] Integers(JsonElement parent, string name, string place, int length)
    {
        var array = Key(parent, name, place);
        CheckLength(array, $"{place}.{name}", length);
        var values = new int[length];
        var i = 0;
        foreach (var item in array.EnumerateArray())
        {
            values[i++] = item.TryGetInt32(out var value)
                ? value
                : throw new FormatException(
                    $"{place}.{name} has the item {Short(item.GetRawText())}; allowed: integers.");
        }

        return values;
    }

    private static void CheckNumbers(JsonElement parent, string name, string place, int length, bool flags = false)
    {
        var array = Key(parent, name, place);
        CheckLength(array, $"{place}.{name}", length);
        foreach (var item in array.EnumerateArray())
        {
            var isFine = flags
                ? item.ValueKind is JsonValueKind.True or JsonValueKind.False || item.GetRawText() is "0" or "1"
                : item.ValueKind == JsonValueKind.Number && float.IsFinite(item.GetSingle());
            if (!isFine)
            {
                throw new FormatException($"{place}.{name} has the item {Short(item.GetRawText())}; allowed: "
                    + (flags ? "0, 1, true, false." : "numbers of single precision."));
            }
        }
    }

    private static void CheckLength(JsonElement array, string place, int length)
    {
        if (array.GetArrayLength() != length || length == 0)
        {
            throw new FormatException($"The length of {place} is {Of(array)}; allowed: {Math.Max(length, 1)}.");
        }
    }

    private static void Expect(string value, string place, IReadOnlyList<string> allowed)
    {
        if (!allowed.Contains(value))
        {
            throw new FormatException($"{place} is '{Short(value)}'; allowed: {string.Join(", ", allowed)}.");
        }
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}...";
}
