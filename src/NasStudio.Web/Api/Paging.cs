using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using NasStudio.Runs.Experiments;
using NasStudio.Runs.Queries;

namespace NasStudio.Web.Api;

/// <summary>How much one answer may hold, and the questions that every endpoint asks first.</summary>
internal static class Paging
{
    public const int DefaultLimit = 100;

    private const int MaxLimit = 1000;

    public static void Require(int limit)
    {
        if (limit is < 1 or > MaxLimit)
        {
            throw new BadHttpRequestException($"limit is {limit}; allowed is 1 to {MaxLimit}.");
        }
    }

    /// <summary>A page that is full has a successor; its last item says where it begins.</summary>
    public static Page<T> Page<T>(ImmutableArray<T> items, int limit, Func<T, long> position)
        => new(items, items.Length >= limit ? position(items[^1]) : null);

    public static async Task<ExperimentView> RequireAsync(this ExperimentQueries queries, long id, CancellationToken cancellation)
        => await queries.GetAsync(id, cancellation) ?? throw new NotFoundException($"There is no experiment {id}.");

    public static async Task<RunView> RequireRunAsync(
        this ExperimentQueries queries, long id, long seed, CancellationToken cancellation)
    {
        var runs = (await queries.RequireAsync(id, cancellation)).Runs;
        return runs.FirstOrDefault(run => run.Seed == seed) ?? throw new NotFoundException(
            $"Experiment {id} has no run with seed {seed}; it has {string.Join(", ", runs.Select(run => run.Seed))}.");
    }
}
