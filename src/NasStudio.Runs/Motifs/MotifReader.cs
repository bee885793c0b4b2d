using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NasStudio.Runs.Experiments;
using NasStudio.Search.NasBowl.Motifs;

namespace NasStudio.Runs.Motifs;

/// <summary>Reads motifs out of JSON and notes every fault.</summary>
internal sealed class MotifReader(List<Fault> faults)
{
    private const int LongestName = 200;

    /// <summary>A whole number within bounds; null after noting its fault.</summary>
    public long? Whole(JsonFields fields, string name, long min, long max)
    {
        var allowed = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        if (fields.Required(name, allowed) is not { } json)
        {
            return null;
        }

        return JsonFields.AsInteger(json) is { } number && number >= min && number <= max
            ? number : Wrong<long>(fields.Under(name), json, $"must be {allowed}");
    }

    /// <summary>The motifs, no two alike.</summary>
    public ImmutableArray<ClassedMotif> Motifs(JsonFields root, int most)
    {
        var items = root.Array("motifs", $"an array of at most {most} motifs", required: true);
        if (items.Count > most)
        {
            faults.Add(new Fault(root.Under("motifs"), $"{items.Count} motifs", $"are too many; allowed are {most}"));
            return [];
        }

        var motifs = ImmutableArray.CreateBuilder<ClassedMotif>();
        var paths = new Dictionary<(int Part, int Level, string Key), string>();
        foreach (var (json, path) in items)
        {
            if (JsonFields.Of(json, path, faults) is { } fields && Motif(fields) is { } motif)
            {
                var key = (motif.Motif.Part, motif.Motif.Level, MotifKey.Of(motif.Motif.Tree));
                if (!paths.TryAdd(key, path))
                {
                    faults.Add(new Fault(path, $"\"{motif.Motif.Tree}\"",
                        $"is the motif of {paths[key]} already; each may stand once"));
                }

                motifs.Add(motif);
            }
        }

        return motifs.ToImmutable();
    }

    private ClassedMotif? Motif(JsonFields fields)
    {
        var before = faults.Count;
        var text = fields.Text("motif", "a text");
        var part = Whole(fields, "part", 0, 100);
        var level = Whole(fields, "level", 0, MotifModel.MotifLevel);
        var tree = fields.Object("tree") is { } root && level is not null ? Tree(root, (int)level, false)?.Tree : null;
        if (tree is not null && text is not null && text != tree.ToString())
        {
            faults.Add(new Fault(fields.Under("motif"), $"\"{text}\"", $"is not what the tree says; it must be \"{tree}\""));
        }

        var motifClass = Class(fields);
        var support = Whole(fields, "support", 1, ExperimentReader.MaxEvaluations);
        var (effect, effectDeviation) = (fields.Number("effect"), Deviation(fields, "effectDeviation"));
        var (gradient, gradientDeviation) = (fields.Number("gradient"), Deviation(fields, "gradientDeviation"));
        var byCount = ByCount(fields);
        var (weighted, holders) = (Required(fields, "weightedGradient"), Required(fields, "holdersScore"));
        fields.RefuseUnknown();
        return faults.Count > before ? null : new ClassedMotif(
            new Motif((int)part!, (int)level!, tree!, (int)support!, gradient, gradientDeviation, byCount, weighted!.Value,
                effect, effectDeviation, holders!.Value), motifClass);
    }

    private LabelBranch? Tree(JsonFields fields, int level, bool isBranch)
    {
        var before = faults.Count;
        var operation = Name(fields.Text("operation", "a text"), fields.Under("operation"));
        var edge = isBranch && fields.Optional("edge") is not null
            ? Name(fields.Text("edge", "a text"), fields.Under("edge")) : null;
        var successors = ImmutableArray.CreateBuilder<LabelBranch>();
        var items = fields.Array("successors", "an array of trees", required: true);
        if (level == 0 && items.Count > 0)
        {
            faults.Add(new Fault(fields.Under("successors"), $"{items.Count} successors",
                "are seen on no level but the motif's last; here it must be empty"));
        }

        foreach (var (json, path) in level > 0 ? items : [])
        {
            if (JsonFields.Of(json, path, faults) is { } inner && Tree(inner, level - 1, true) is { } branch)
            {
                successors.Add(branch);
            }
        }

        fields.RefuseUnknown();
        return faults.Count > before ? null : new LabelBranch(edge, new LabelTree(operation!, successors.ToImmutable()));
    }

    private string? Name(string? name, string path)
    {
        if (name is not null && name.Length is 0 or > LongestName)
        {
            faults.Add(new Fault(path, $"{name.Length} characters", $"must have 1 to {LongestName} characters"));
        }

        return name;
    }

    private MotifClass Class(JsonFields fields)
    {
        var allowed = $"one of {string.Join(", ", Enum.GetValues<MotifClass>().Select(MotifJson.Name))}";
        var text = fields.Text("class", allowed);
        foreach (var value in Enum.GetValues<MotifClass>())
        {
            if (text == MotifJson.Name(value))
            {
                return value;
            }
        }

        if (text is not null)
        {
            faults.Add(new Fault(fields.Under("class"), $"\"{text}\"", $"must be {allowed}"));
        }

        return MotifClass.Neutral;
    }

    private static double? Required(JsonFields fields, string name)
        => fields.Required(name, "a finite number") is null ? null : fields.Number(name);

    private double? Deviation(JsonFields fields, string name)
    {
        if (fields.Number(name) is { } deviation and < 0)
        {
            faults.Add(new Fault(fields.Under(name), FormattableString.Invariant($"{deviation}"), "must not be negative"));
        }

        return fields.Number(name);
    }

    private ImmutableSortedDictionary<long, double> ByCount(JsonFields fields)
    {
        var byCount = ImmutableSortedDictionary.CreateBuilder<long, double>();
        if (fields.Required("gradientByCount", "an object of counts and numbers") is { } json
            && JsonFields.Of(json, fields.Under("gradientByCount"), faults) is { } counts)
        {
            foreach (var field in json.EnumerateObject().DistinctBy(field => field.Name))
            {
                if (!long.TryParse(field.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
                {
                    faults.Add(new Fault(counts.Under(field.Name), JsonFields.Quote(field.Value),
                        "must be named by a count, a whole number from 1 on"));
                }
                else if (counts.Number(field.Name) is { } gradient)
                {
                    byCount[count] = gradient;
                }
            }
        }

        return byCount.ToImmutable();
    }

    private T? Wrong<T>(string path, JsonElement value, string message) where T : struct
    {
        faults.Add(new Fault(path, JsonFields.Quote(value), message));
        return null;
    }
}
