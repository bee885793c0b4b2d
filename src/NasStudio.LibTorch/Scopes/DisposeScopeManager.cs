using System.Diagnostics;

namespace TorchSharp;

/// <summary>The stack of dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? _threadSingleton;

    internal static DisposeScopeManager ThreadSingleton => _threadSingleton ??= new();
    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();
    internal DisposeScope? CurrentDisposeScope { get; private set; }

    /// <summary>What was made and disposed on this thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal static DisposeScope NewDisposeScope()
    {
        var manager = ThreadSingleton;
        return manager.CurrentDisposeScope = new(manager);
    }

    internal DisposeScope? Register(torch.Tensor tensor)
    {
        if (CurrentDisposeScope is { } scope)
        {
            StatisticsInstance.TensorStatistics.CreatedInScopeCount++;
            scope.Disposables.Add(tensor);
            return scope;
        }
        StatisticsInstance.TensorStatistics.CreatedOutsideScopeCount++;
        return null;
    }

    internal void RemoveDisposeScope(DisposeScope scope)
    {
        Debug.Assert(CurrentDisposeScope == scope, "scopes end in the order opposite to their beginning, on their own thread");
        if (CurrentDisposeScope == scope) CurrentDisposeScope = scope.OuterScope;
    }
}
