using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace NasStudio.Search;

/// <summary>One option that is not allowed.</summary>
/// <param name="Property">Name of the property.</param>
/// <param name="Value">Its value, as text.</param>
/// <param name="Allowed">What is allowed instead, for instance "1 to 1000".</param>
public sealed record OptionFault(string Property, string Value, string Allowed)
{
    /// <summary>The fault as a sentence.</summary>
    public override string ToString() => $"{Property} is {Value}; allowed: {Allowed}.";
}

/// <summary>Checks an options record against the attributes of its properties.</summary>
public static class OptionsValidation
{
    /// <summary>Every fault, in the order of the properties; empty where there is none.</summary>
    public static IReadOnlyList<OptionFault> Faults(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. from property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
               let value = property.GetValue(options)
               from attribute in property.GetCustomAttributes<ValidationAttribute>()
               where !IsValid(attribute, value)
               select new OptionFault(property.Name, Text(value), Allowed(attribute)),
        ];
    }

    /// <summary>Returns the options when all of them are allowed.</summary>
    /// <exception cref="ArgumentException">Names each property at fault, its value and what is allowed.</exception>
    public static T Validate<T>(T options) where T : notnull => Faults(options) switch
    {
        [] => options,
        var faults => throw new ArgumentException(
            $"{typeof(T).Name}: {string.Join(' ', faults)}", nameof(options)),
    };

    // RangeAttribute lets NaN and null pass; a number that must lie in a range may be neither.
    private static bool IsValid(ValidationAttribute attribute, object? value)
        => attribute.IsValid(value) && !(attribute is RangeAttribute && value is null or double.NaN);

    private static string Allowed(ValidationAttribute attribute) => attribute switch
    {
        RangeAttribute range => string.Concat(
            range.MinimumIsExclusive ? "more than " : "", Text(range.Minimum), " to ",
            range.MaximumIsExclusive ? "less than " : "", Text(range.Maximum)),
        AllowedValuesAttribute values => string.Join(", ", values.Values.Select(Text)),
        _ => attribute.FormatErrorMessage("it"),
    };

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
