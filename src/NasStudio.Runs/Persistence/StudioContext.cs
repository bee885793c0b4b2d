using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NasStudio.Runs.Persistence;

/// <summary>
/// The studio's data base. Public for the host's migrations; everybody else asks the queries and services.
/// </summary>
public sealed class StudioContext(DbContextOptions<StudioContext> options) : DbContext(options)
{
    internal IQueryable<ExperimentRow> Experiments => Set<ExperimentRow>();

    internal IQueryable<RunRow> Runs => Set<RunRow>();

    internal IQueryable<BatchRow> Batches => Set<BatchRow>();

    internal IQueryable<TrialRow> Trials => Set<TrialRow>();

    internal IQueryable<LogRow> Log => Set<LogRow>();

    internal IQueryable<LeaseRow> Leases => Set<LeaseRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<ExperimentRow>(experiment =>
        {
            experiment.ToTable("Experiments");
            Json(experiment.Property(e => e.Metrics));
            experiment.HasMany(e => e.Runs).WithOne(r => r.Experiment).HasForeignKey(r => r.ExperimentId);
        });
        modelBuilder.Entity<RunRow>(run =>
        {
            run.ToTable("Runs");
            run.HasIndex(r => new { r.ExperimentId, r.Seed }).IsUnique();
            run.HasIndex(r => r.State);
            run.HasMany(r => r.Trials).WithOne(t => t.Run).HasForeignKey(t => t.RunId);
            run.HasOne(r => r.Lease).WithOne().HasForeignKey<LeaseRow>(l => l.RunId);
        });
        modelBuilder.Entity<BatchRow>(batch =>
        {
            batch.ToTable("Batches");
            batch.HasKey(b => new { b.RunId, b.Number });
            Json(batch.Property(b => b.Insight));
            batch.HasOne<RunRow>().WithMany().HasForeignKey(b => b.RunId);
        });
        modelBuilder.Entity<TrialRow>(trial =>
        {
            trial.ToTable("Trials");
            trial.HasKey(t => new { t.RunId, t.Number });
            trial.HasIndex(t => new { t.RunId, t.Revision });
            trial.HasIndex(t => new { t.RunId, t.State, t.Fidelity });   // counts read it and no trial
            Json(trial.Property(t => t.Metrics));
            Json(trial.Property(t => t.Predicted));
            Json(trial.Property(t => t.Latent));
        });
        modelBuilder.Entity<LogRow>(line =>
        {
            line.ToTable("Log");
            line.HasIndex(l => new { l.ExperimentId, l.Id });
            line.HasOne(l => l.Experiment).WithMany().HasForeignKey(l => l.ExperimentId);
        });
        modelBuilder.Entity<LeaseRow>(lease =>
        {
            lease.ToTable("Leases");
            lease.HasKey(l => l.RunId);
        });
    }

    // A value that is replaced, never changed in place: compared by its text.
    private static void Json<T>(PropertyBuilder<T> property) => property.HasConversion(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Default)!,
        new ValueComparer<T>((a, b) => ReferenceEquals(a, b), value => value == null ? 0 : value.GetHashCode()));

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
