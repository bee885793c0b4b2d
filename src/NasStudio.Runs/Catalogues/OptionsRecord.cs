using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Catalogues;

/// <summary>
/// Reads an options record by reflection: its public init properties become descriptors, given values become an
/// instance.
/// </summary>
/// <remarks>
/// The record has a parameterless constructor whose values are the defaults. Attributes: [Range], [AllowedValues],
/// [Description] ("what it does. Source: where the default is from.") or [Display] (Name, Description, GroupName for
/// the source, Prompt for the unit), [Required] where every experiment must state it, [JsonShape]. Enums become choices
/// in camelCase, arrays of texts JSON arrays; [Length] bounds them, [DataType(MultilineText)] has them typed one a line.
/// </remarks>
internal static class OptionsRecord
{
    public static ImmutableArray<OptionDescriptor> Describe(Type record)
    {
        return
        [
            .. Properties(Activator.CreateInstance(record)!)
                .Select(each => Describe(each.Property, each.Property.GetValue(each.Owner))),
        ];
    }

    /// <summary>An instance with the given values; every value is already known to be allowed.</summary>
    public static object Create(Type record, OptionValues values)
    {
        var instance = Activator.CreateInstance(record)!;
        foreach (var (owner, property) in Properties(instance))
        {
            if (values[CamelCase(property.Name)] is { } value)
            {
                property.SetValue(owner, Convert(value, Bare(property)));
            }
        }

        return instance;
    }

    /// <summary>Values that an attribute of their own does not allow: what a text has to list, for instance.</summary>
    public static IEnumerable<Fault> Faults(Type record, OptionValues values)
    {
        var wrong = new List<ValidationResult>();
        foreach (var owner in Properties(Create(record, values)).Select(each => each.Owner).Distinct(ReferenceEqualityComparer.Instance))
        {
            Validator.TryValidateObject(owner!, new ValidationContext(owner!), wrong, validateAllProperties: true);
        }

        return wrong.SelectMany(result => result.MemberNames.Select(name => new Fault(
            $"$.{CamelCase(name)}", JsonSerializer.Serialize(values[CamelCase(name)]),
            result.ErrorMessage!.StartsWith("The field", StringComparison.Ordinal) ? $"is not allowed: {result.ErrorMessage}"
                : $"must be {result.ErrorMessage}")));
    }

    /// <summary>The options of a record and of the records in it, each with the record that has it.</summary>
    private static IEnumerable<(object Owner, PropertyInfo Property)> Properties(object record)
    {
        foreach (var property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            if (TypeOf(Bare(property)) is not null)
            {
                yield return (record, property);
            }
            else if (property.PropertyType.GetConstructor(Type.EmptyTypes) is not null && property.GetValue(record) is { } inner)
            {
                foreach (var each in Properties(inner))
                {
                    yield return each;
                }
            }
        }
    }

    private static OptionDescriptor Describe(PropertyInfo property, object? value)
    {
        var display = property.GetCustomAttribute<DisplayAttribute>();
        var range = property.GetCustomAttribute<RangeAttribute>();
        var allowed = property.GetCustomAttribute<AllowedValuesAttribute>();
        var bare = Bare(property);
        var description = Description(property, display).Split("Source:", 2);
        ImmutableArray<string> choices = bare.IsEnum ? [.. Enum.GetNames(bare).Select(CamelCase)]
            : allowed is not null && bare == typeof(string) ? [.. allowed.Values.OfType<string>()]
            : [];
        return new OptionDescriptor(
            CamelCase(property.Name),
            display?.GetName() ?? Words(property.Name),
            description[0].Trim(),
            description.Length > 1 ? description[1].Trim() : display?.GetGroupName() ?? "",
            choices.IsEmpty ? TypeOf(bare)!.Value : OptionType.Choice,
            Plain(value), Bound(range?.Minimum), Bound(range?.Maximum), choices, display?.GetPrompt() ?? "",
            property.IsDefined(typeof(RequiredAttribute)),
            property.GetCustomAttribute<JsonShapeAttribute>() is { } shape ? JsonText.Parse(shape.Schema)
                : bare == typeof(ImmutableArray<string>) ? Names(property.GetCustomAttribute<LengthAttribute>()) : null,
            property.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.MultilineText);
    }

    private static JsonText Names(LengthAttribute? length) => JsonText.Parse(
        """{"type":"array","items":{"type":"string"}"""
        + (length is null ? "}" : FormattableString.Invariant(
            $",\"minItems\":{length.MinimumLength},\"maxItems\":{length.MaximumLength}}}")));

    private static string Description(PropertyInfo property, DisplayAttribute? display)
        => property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? display?.GetDescription() ?? "";

    private static Type Bare(PropertyInfo property)
        => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static OptionType? TypeOf(Type type) => type switch
    {
        _ when type == typeof(int) || type == typeof(long) => OptionType.Integer,
        _ when type == typeof(double) || type == typeof(float) => OptionType.Number,
        _ when type == typeof(bool) => OptionType.Flag,
        _ when type == typeof(string) => OptionType.Text,
        _ when type == typeof(JsonText) || type == typeof(ImmutableArray<string>) => OptionType.Json,
        { IsEnum: true } => OptionType.Choice,
        _ => null,
    };

    private static object? Plain(object? value) => value switch
    {
        int or long => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float single => double.Parse(single.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        Enum choice => CamelCase(choice.ToString()),
        ImmutableArray<string> names => JsonText.Parse(JsonSerializer.Serialize(names)),
        _ => value,
    };

    private static object Convert(object value, Type type) => type.IsEnum
        ? Enum.Parse(type, (string)value, ignoreCase: true)
        : value is JsonText json ? type == typeof(JsonText) ? json : Names(json)
        : System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);

    /// <summary>Names out of a JSON array; what is no text keeps its JSON, for whoever looks the name up to refuse.</summary>
    private static ImmutableArray<string> Names(JsonText json)
    {
        using var document = json.ToDocument();
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(Name)]
            : [json.Text];

        static string Name(JsonElement item)
            => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText();
    }

    private static double? Bound(object? value)
        => value is null || System.Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
            && (double.IsInfinity(number) || Math.Abs(number) is double.MaxValue or int.MaxValue or long.MaxValue)
            ? null
            : System.Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Words(string name)
        => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
}
