using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NasStudio.Runs.Results;

/// <summary>The machine and the versions that results were made with.</summary>
internal static class HostFacts
{
    /// <summary>The studio's own version.</summary>
    public static string StudioVersion => Version(typeof(HostFacts).Assembly);

    public static void Write(Utf8JsonWriter json, StudioOptions options)
    {
        json.WriteStartObject();
        json.WriteString("nasStudio", StudioVersion);
        json.WriteString("dotnet", Environment.Version.ToString());
        json.WriteString("operatingSystem", RuntimeInformation.OSDescription);
        json.WriteString("processor", Processor());
        json.WriteString("processArchitecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteNumber("processorCount", Environment.ProcessorCount);
        json.WriteString("device", options.Device);
        json.WriteNumber("evaluationSlots", options.EvaluationSlots);
        json.WriteNumber("threadsPerEvaluation", 1);
        json.WriteEndObject();
    }

    private static string Version(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? Convert.ToString(assembly.GetName().Version, CultureInfo.InvariantCulture)!;

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? "unknown";
    }
}
