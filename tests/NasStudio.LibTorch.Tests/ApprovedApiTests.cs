using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace NasStudio.LibTorch.Tests;

/// <summary>Every public member of the binding stands in ApprovedApi.txt: what drifts from TorchSharp's surface shows in a review.</summary>
public sealed class ApprovedApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>APPROVE_API=1 in the environment rewrites the file instead.</summary>
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var actual = typeof(torch).Assembly.GetTypes().Where(IsVisible).SelectMany(Describe).Order(StringComparer.Ordinal).ToArray();
        var path = Path.Combine(Directory(), "ApprovedApi.txt");
        if (Environment.GetEnvironmentVariable("APPROVE_API") == "1") File.WriteAllLines(path, actual);
        var approved = File.ReadAllLines(path);
        var added = actual.Except(approved).ToArray();
        var removed = approved.Except(actual).ToArray();
        Assert.True(added.Length + removed.Length == 0,
            $"The public surface changed. Compare with TorchSharp 0.107, then run this test with APPROVE_API=1.\nadded:\n{string.Join('\n', added)}\nremoved:\n{string.Join('\n', removed)}");
    }

    private static string Directory([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static bool IsVisible(Type type) => type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static IEnumerable<string> Describe(Type type)
    {
        yield return $"{Name(type)} : {(type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class" : type.IsSealed ? "sealed class" : "class")}"
            + (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum) ? $" {Name(b)}" : "");
        foreach (var member in type.GetMembers(Declared).Select(m => Describe(type, m)).OfType<string>()) yield return $"{Name(type)}.{member}";
    }

    private static string? Describe(Type type, MemberInfo member) => member switch
    {
        FieldInfo f when (f.IsPublic || f.IsFamily) && !f.IsSpecialName => type.IsEnum ? $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), null)}" : $"{f.Name} : {Name(f.FieldType)}",
        PropertyInfo p when IsVisible(p.GetMethod) || IsVisible(p.SetMethod) =>
            $"{p.Name}{(p.GetIndexParameters() is { Length: > 0 } i ? $"[{Parameters(i)}]" : "")} : {Name(p.PropertyType)} {{{(IsVisible(p.GetMethod) ? " get;" : "")}{(IsVisible(p.SetMethod) ? " set;" : "")} }}",
        ConstructorInfo c when IsVisible(c) => $"new({Parameters(c.GetParameters())})",
        MethodInfo m when IsVisible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{m.Name}{(m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(Name))}>" : "")}({Parameters(m.GetParameters())}) : {Name(m.ReturnType)}",
        _ => null,
    };

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } && method.Name != "Finalize";

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(p =>
        (p.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "") + Name(p.ParameterType) + " " + p.Name + (p.HasDefaultValue ? $" = {Default(p)}" : "")));

    private static string Default(ParameterInfo p) => p.RawDefaultValue switch
    {
        null => p.ParameterType.IsValueType && Nullable.GetUnderlyingType(p.ParameterType) is null ? "default" : "null",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };

    private static string Name(Type type)
    {
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (type.IsGenericParameter) return type.Name;
        var name = type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Namespace == "System" ? type.Name : $"{type.Namespace}.{type.Name}";
        var tick = name.LastIndexOf('`');
        return !type.IsGenericType ? name : $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
