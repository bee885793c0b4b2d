using System.Reflection;
using System.Xml.Linq;

namespace NasStudio.Tests.Repository;

/// <summary>Who may use whom. The arrows are the architecture; anything else is a mistake.</summary>
public sealed class LayeringTests
{
    private const string Tensors = "NasStudio.LibTorch";

    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["NasStudio.Core"] = [],
        ["NasStudio.Pickles"] = [],
        ["NasStudio.Trees"] = [],
        [Tensors] = [],
        ["NasStudio.Benchmarks"] = ["NasStudio.Core", "NasStudio.Pickles", "NasStudio.Trees"],
        ["NasStudio.Search"] = ["NasStudio.Core", "NasStudio.Trees"],
        ["NasStudio.Neural"] = ["NasStudio.Core", "NasStudio.Pickles", Tensors],
        ["NasStudio.NeuralSearch"] = ["NasStudio.Core", "NasStudio.Trees", "NasStudio.Search", "NasStudio.Neural"],
        ["NasStudio.OneShot"] = ["NasStudio.Core", "NasStudio.Search", "NasStudio.Neural"],
        ["NasStudio.Runs"] =
        [
            "NasStudio.Core", "NasStudio.Trees", Tensors, "NasStudio.Benchmarks", "NasStudio.Search", "NasStudio.Neural",
            "NasStudio.NeuralSearch", "NasStudio.OneShot",
        ],
        ["NasStudio.Web"] = ["NasStudio.Runs", "NasStudio.Core"],
        ["NasStudio"] = ["NasStudio.Web", "NasStudio.Runs"],
    };

    /// <summary>The projects that exist.</summary>
    public static TheoryData<string> Projects() => new(Arrows.Keys.Where(name => File.Exists(ProjectFile(name))));

    /// <summary>What the compiler really bound, whatever the project file says.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Assemblies_reference_only_what_an_arrow_leads_to(string project)
    {
        // The binding stands in for the TorchSharp package: who builds on Neural sees tensors through it.
        string[] allowed = [.. Arrows[project], .. Arrows[project].Contains("NasStudio.Neural") ? [Tensors] : Array.Empty<string>()];

        var used = Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith("NasStudio", StringComparison.Ordinal));

        Assert.Empty(used.Except(allowed));
    }

    /// <summary>No project reference leads elsewhere.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_files_reference_only_what_an_arrow_leads_to(string project)
    {
        var named = XDocument.Load(ProjectFile(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(named.Except(Arrows[project]));
    }

    /// <summary>A new project must be placed in the picture before it is used.</summary>
    [Fact]
    public void Every_project_has_its_place()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!);

        Assert.Empty(projects.Except(Arrows.Keys));
    }

    /// <summary>Core is plain C#: no package may slip in.</summary>
    [Fact]
    public void Core_references_the_framework_only()
        => Assert.All(Assembly.Load("NasStudio.Core").GetReferencedAssemblies(), name => Assert.StartsWith("System.", name.Name));

    private static string ProjectFile(string project) => project == "NasStudio"
        ? Path.Combine(RepositoryFolder.Path, "NasStudio.csproj")
        : Path.Combine(RepositoryFolder.Path, "src", project, project + ".csproj");
}
