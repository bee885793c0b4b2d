using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NasStudio.Runs.Catalogues;

/// <summary>
/// A JSON object or array as the value of an option: text without white space, equal when the JSON is. In files and
/// over REST it is the object or array itself, never a quoted text.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class JsonText : IEquatable<JsonText>
{
    private JsonText(string text) => Text = text;

    /// <summary>The text, without white space, keys in the order in which they were given.</summary>
    public string Text { get; }

    /// <summary>The value of a JSON object or array.</summary>
    /// <exception cref="ArgumentException">The value is neither.</exception>
    public static JsonText Of(JsonElement json)
    {
        if (json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            throw new ArgumentException(
                $"The value is {json.ValueKind}; allowed are a JSON object and a JSON array.", nameof(json));
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Readable }))
        {
            json.WriteTo(writer);
        }

        return new JsonText(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>Reads a JSON object or array.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="ArgumentException">It is neither an object nor an array.</exception>
    public static JsonText Parse(string text)
    {
        using var json = JsonDocument.Parse(text);
        return Of(json.RootElement);
    }

    /// <summary>The JSON, to stand inside other JSON.</summary>
    public JsonNode ToNode() => JsonNode.Parse(Text)!;

    /// <summary>Reads the JSON.</summary>
    public JsonDocument ToDocument() => JsonDocument.Parse(Text);

    /// <summary>Equal as JSON: the order of keys and the spelling of numbers do not count.</summary>
    public bool Equals(JsonText? other)
    {
        if (other is null || Text == other.Text)
        {
            return other is not null;
        }

        using var mine = ToDocument();
        using var others = other.ToDocument();
        return JsonElement.DeepEquals(mine.RootElement, others.RootElement);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonText);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        using var json = ToDocument();
        return json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.GetArrayLength() : -1;
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    private static readonly System.Text.Encodings.Web.JavaScriptEncoder Readable =
        System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private sealed class Converter : JsonConverter<JsonText>
    {
        public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return Of(json.RootElement);
        }

        public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options)
            => writer.WriteRawValue(value.Text);
    }
}

/// <summary>Says, as a JSON Schema, what shape a <see cref="JsonText"/> option takes.</summary>
/// <param name="schema">The schema's text.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class JsonShapeAttribute(string schema) : Attribute
{
    /// <summary>The schema's text.</summary>
    public string Schema { get; } = schema;
}
