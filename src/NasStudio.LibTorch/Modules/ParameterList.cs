using System.Collections;
using System.Globalization;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A list of parameters, registered under their positions.</summary>
public class ParameterList(params Parameter[] parameters) : Module(nameof(ParameterList)), IReadOnlyList<Parameter>
{
    private readonly List<Parameter> _list = [.. parameters];
    private int _registered;

    /// <summary>The number of parameters.</summary>
    public int Count => _list.Count;

    /// <summary>A parameter by its position.</summary>
    public Parameter this[int index] => _list[index];

    /// <summary>Adds a parameter at the end.</summary>
    public void Add(Parameter item) => append(item);

    /// <summary>Adds parameters at the end.</summary>
    public void append(params Parameter[] parameters) => extend(parameters);

    /// <summary>Adds parameters at the end.</summary>
    public void extend(IEnumerable<Parameter> parameters)
    {
        _list.AddRange(parameters);
        if (_registered > 0) RegisterComponents();
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Registers the parameters not registered yet.</summary>
    protected override void RegisterComponents()
    {
        for (; _registered < _list.Count; _registered++)
            register_parameter(_registered.ToString(CultureInfo.InvariantCulture), _list[_registered]);
    }
}
