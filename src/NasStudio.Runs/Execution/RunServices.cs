using NasStudio.Neural.Latency;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Live;
using NasStudio.Runs.Persistence;

namespace NasStudio.Runs.Execution;

/// <summary>What every executor of this process shares.</summary>
internal sealed record RunServices(
    StudioDatabase Database, StudioCatalogues Catalogues, RunLeases Leases, LiveFeed Feed, RunProgress Progress,
    EvaluationSlots Slots, MeasurementLock Measurements, TimeProvider Clock, StudioOptions Options);
