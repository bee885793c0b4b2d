using System.Collections.Immutable;

namespace NasStudio.Core.Architectures.NasBenchNlp;

/// <summary>The elementary changes of a cell. Each can be undone by one of them.</summary>
/// <remarks>
/// The benchmark defines none. Another operation of as many arguments; another argument; an argument more or less for a
/// linear node; an activation, or a linear node with one of the inputs, put between a value and what takes it, or such
/// a node taken out. The number of states never changes.
/// </remarks>
internal sealed class NasBenchNlpChanges(NasBenchNlpCell cell)
{
    /// <summary>How many kinds of change there are.</summary>
    public const int Kinds = 5;

    private readonly int _values = cell.FirstNode + cell.Nodes.Length;

    /// <summary>The changes of a kind; some lead out of the space and give null.</summary>
    public IEnumerable<Func<NasBenchNlpCell?>> OfKind(int kind) => kind switch
    {
        0 => OtherOperations(),
        1 => OtherArguments(),
        2 => ArgumentsMoreOrLess(),
        3 => Inserted(),
        _ => Removed(),
    };

    private IEnumerable<Func<NasBenchNlpCell?>> OtherOperations()
        => from i in Enumerable.Range(0, cell.Nodes.Length)
           let node = cell.Nodes[i]
           from operation in NasBenchNlpOperations.Taking(node.Arguments.Length)
           from arguments in operation == NasBenchNlpOperation.Blend ? Orders(node.Arguments) : [node.Arguments]
           select With(i, new NasBenchNlpNode(operation, arguments));

    private IEnumerable<Func<NasBenchNlpCell?>> OtherArguments()
        => from i in Enumerable.Range(0, cell.Nodes.Length)
           let node = cell.Nodes[i]
           from place in Enumerable.Range(0, node.Arguments.Length)
           from value in Enumerable.Range(0, _values)
           where !node.Arguments.Contains(value)
           select With(i, node with { Arguments = node.Arguments.SetItem(place, value) });

    private IEnumerable<Func<NasBenchNlpCell?>> ArgumentsMoreOrLess()
        => from i in Enumerable.Range(0, cell.Nodes.Length)
           let node = cell.Nodes[i]
           where node.Operation == NasBenchNlpOperation.Linear
           from value in Enumerable.Range(0, _values)
           select With(i, node with
           {
               Arguments = node.Arguments.Contains(value) ? node.Arguments.Remove(value) : node.Arguments.Add(value),
           });

    private IEnumerable<Func<NasBenchNlpCell?>> Inserted()
        => from i in Enumerable.Range(0, cell.Nodes.Length)
           from place in Enumerable.Range(0, cell.Nodes[i].Arguments.Length)
           let value = cell.Nodes[i].Arguments[place]
           from node in NasBenchNlpOperations.Taking(1).Select(o => new NasBenchNlpNode(o, [value]))
               .Concat(Enumerable.Range(0, cell.FirstNode).Where(input => input != value)
                   .Select(input => new NasBenchNlpNode(NasBenchNlpOperation.Linear, [value, input])))
           select new Func<NasBenchNlpCell?>(() => NasBenchNlpCell.TryOf(
               cell.States,
               cell.Nodes.SetItem(i, WithArgument(cell.Nodes[i], place, _values)).Add(node), cell.NewStates));

    private IEnumerable<Func<NasBenchNlpCell?>> Removed()
        => from i in Enumerable.Range(0, cell.Nodes.Length)
           let value = cell.FirstNode + i
           let users = cell.Nodes.Index().Where(n => n.Item.Arguments.Contains(value)).Select(n => n.Index).ToArray()
           where users.Length == 1 && !cell.NewStates.Contains(i)
           from kept in Kept(cell.Nodes[i])
           select new Func<NasBenchNlpCell?>(() => Without(i, users[0], kept));

    /// <summary>The arguments that may stand for the node when it goes: the others must be inputs.</summary>
    private IEnumerable<int> Kept(NasBenchNlpNode node) => node.Arguments.Length switch
    {
        1 => node.Arguments,
        2 when node.Operation == NasBenchNlpOperation.Linear
            => node.Arguments.Where(kept => node.Arguments.All(other => other == kept || other < cell.FirstNode)),
        _ => [],
    };

    private NasBenchNlpCell? Without(int node, int user, int kept)
    {
        var gone = cell.FirstNode + node;
        var changed = cell.Nodes[user];
        changed = WithArgument(changed, changed.Arguments.IndexOf(gone), kept);
        var nodes = cell.Nodes.SetItem(user, changed).RemoveAt(node)
            .Select(n => n with { Arguments = [.. n.Arguments.Select(value => value > gone ? value - 1 : value)] });
        return NasBenchNlpCell.TryOf(
            cell.States, [.. nodes], [.. cell.NewStates.Select(state => state > node ? state - 1 : state)]);
    }

    private Func<NasBenchNlpCell?> With(int index, NasBenchNlpNode node)
        => () => NasBenchNlpCell.TryOf(cell.States, cell.Nodes.SetItem(index, node), cell.NewStates);

    private static NasBenchNlpNode WithArgument(NasBenchNlpNode node, int place, int value)
        => node with { Arguments = node.Arguments.SetItem(place, value) };

    private static IEnumerable<ImmutableArray<int>> Orders(ImmutableArray<int> three)
        => NasBenchNlpGraphEncoding.Orders.Select(order => order.Select(place => three[place]).ToImmutableArray());
}
