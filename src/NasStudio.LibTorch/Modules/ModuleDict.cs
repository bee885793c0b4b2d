using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order of insertion.</summary>
public class ModuleDict<T>() : Module(nameof(ModuleDict<>)) where T : Module
{
    private readonly OrderedDictionary<string, T> _modules = [];

    /// <summary>The number of modules.</summary>
    public int Count => _modules.Count;

    /// <summary>The names, in order.</summary>
    public ICollection<string> Keys => _modules.Keys;

    /// <summary>The modules, in order.</summary>
    public ICollection<T> Values => _modules.Values;

    /// <summary>A module by its name.</summary>
    public T this[string key] { get => _modules[key]; set => _modules[key] = value; }

    /// <summary>A name and its module by position.</summary>
    public (string, T) this[int index] => (_modules.GetAt(index).Key, _modules.GetAt(index).Value);

    /// <summary>Adds a module under a name that is still free.</summary>
    public void Add(string key, T value) => _modules.Add(key, value);

    /// <summary>Adds a module under a name that is still free.</summary>
    public void Add((string, T) item) => _modules.Add(item.Item1, item.Item2);

    /// <summary>Whether the name is taken.</summary>
    public bool ContainsKey(string key) => _modules.ContainsKey(key);

    /// <summary>Takes a module out; it stays alive.</summary>
    public bool Remove(string key) => _modules.Remove(key);

    /// <summary>The module of a name, if there is one.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _modules.TryGetValue(key, out value);

    /// <summary>Takes all modules out; they stay alive.</summary>
    public void clear() => _modules.Clear();

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> keys() => _modules.Keys;

    /// <summary>The modules, in order.</summary>
    public IEnumerable<T> values() => _modules.Values;

    /// <summary>Names and modules, in order.</summary>
    public IEnumerator<(string, T)> items() => GetEnumerator();

    /// <summary>Names and modules, in order.</summary>
    public IEnumerator<(string, T)> GetEnumerator() => _modules.Select(pair => (pair.Key, pair.Value)).GetEnumerator();

    /// <summary>The dictionary as it is now.</summary>
    public override IEnumerable<(string name, Module module)> named_children()
    {
        foreach (var (name, module) in _modules) yield return (name, module);
    }

    /// <summary>Lets the modules register theirs.</summary>
    protected override void RegisterComponents()
    {
        foreach (var module in _modules.Values) module.RegisterOnce();
    }
}
