using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Tests.Hosting;
using NasStudio.Tests.Repository;

namespace NasStudio.Tests.Api;

/// <summary>The published description is the served one.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>After a change: UPDATE_APPROVED=1 dotnet test tests/NasStudio.Tests --filter OpenApi, and read the difference.</summary>
    [Fact]
    public async Task The_published_document_is_the_served_one()
    {
        var file = Path.Combine(RepositoryFolder.Path, "docs", "openapi.json");
        await using var server = await StudioServer.StartAsync();

        var served = JsonNode.Parse(await server.Client.GetStringAsync("/openapi/v1.json"))!.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            await File.WriteAllTextAsync(file, served);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), served);
    }

    /// <summary>A client is generated from names; people read summaries.</summary>
    [Fact]
    public async Task Every_operation_has_a_name_and_a_summary()
    {
        await using var server = await StudioServer.StartAsync();

        var paths = JsonNode.Parse(await server.Client.GetStringAsync("/openapi/v1.json"))!["paths"]!.AsObject();
        var operations = paths.SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!).ToArray();

        Assert.All(paths, path => Assert.StartsWith("/api/v1/", path.Key, StringComparison.Ordinal));
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation["operationId"])));
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation["summary"])));
    }
}
