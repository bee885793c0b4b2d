// Every test starts studios that train on all cores, so they take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
