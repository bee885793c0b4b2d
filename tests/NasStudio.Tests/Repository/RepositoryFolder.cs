namespace NasStudio.Tests.Repository;

/// <summary>Where the sources lie that these tests were built from.</summary>
public static class RepositoryFolder
{
    /// <summary>The folder of NasStudio.sln.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
        => File.Exists(System.IO.Path.Combine(folder, "NasStudio.sln"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName
                ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds NasStudio.sln."));
}
