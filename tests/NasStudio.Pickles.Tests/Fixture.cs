namespace NasStudio.Pickles.Tests;

/// <summary>The small genuine files beside the tests; make_fixtures.py made them.</summary>
internal static class Fixture
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static object? Pickle(byte[] bytes, PickleLimits? limits = null)
        => PickleReader.Read(new MemoryStream(bytes), limits ?? new PickleLimits());
}
