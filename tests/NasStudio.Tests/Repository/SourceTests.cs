using System.Reflection;
using System.Xml.Linq;

namespace NasStudio.Tests.Repository;

/// <summary>Habits that a reader relies on: documented types, short files.</summary>
public sealed class SourceTests
{
    private const int LongestFile = 400;
    private static readonly string[] Code = [".cs", ".razor", ".js", ".mjs", ".css", ".cpp", ".h", ".sh"];
    private static readonly string[] NotWritten = ["bin", "obj", "node_modules", "artifacts", "_framework", "lib", "Migrations"];

    /// <summary>The assemblies of the product.</summary>
    public static TheoryData<string> Assemblies() => new(
        Directory.EnumerateFiles(AppContext.BaseDirectory, "NasStudio*.dll").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal) && name != "NasStudio.Testing"));

    /// <summary>Read from the documentation files that the compiler wrote.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_public_type_has_a_summary(string assembly)
    {
        var documented = XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml")).Descendants("member")
            .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value) || member.Element("inheritdoc") is not null)
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet();

        var silent = Assembly.Load(assembly).GetExportedTypes()
            .Where(type => !IsMarkup(type) && !IsGenerated(type) && !documented.Contains("T:" + type.FullName!.Replace('+', '.')))
            .Select(type => type.FullName);

        Assert.Empty(silent);
    }

    /// <summary>Beyond this a file has more than one subject.</summary>
    [Fact]
    public void No_source_file_is_too_long()
    {
        var tooLong = Directory.EnumerateFiles(RepositoryFolder.Path, "*", SearchOption.AllDirectories)
            .Where(file => Code.Contains(Path.GetExtension(file)) && IsWritten(file))
            .Select(file => (Name: Path.GetRelativePath(RepositoryFolder.Path, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > LongestFile);

        Assert.Empty(tooLong);
    }

    private static bool IsWritten(string file)
        => !Path.GetRelativePath(RepositoryFolder.Path, file).Split(Path.DirectorySeparatorChar).Intersect(NotWritten).Any();

    /// <summary>A page without code of its own has no place for a summary.</summary>
    private static bool IsMarkup(Type type)
        => type.BaseType is { } parent && (parent.FullName == "Microsoft.AspNetCore.Components.ComponentBase" || IsMarkup(parent));

    private static bool IsGenerated(Type type)
        => type.Namespace?.Contains("Migrations", StringComparison.Ordinal) == true || type.FullName is "Program" || type.Name == "_Imports"
        || type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null;
}
