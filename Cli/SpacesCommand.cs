using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Core.Architectures;
using NasStudio.Core.Randomness;
using NasStudio.Hosting;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Experiments;
using NasStudio.Web.Api;

namespace NasStudio.Cli;

/// <summary>spaces list, spaces show: the search spaces.</summary>
public static class SpacesCommand
{
    private const int Examples = 3;

    /// <summary>The verb.</summary>
    public static Command Create() => new("spaces", "List or show search spaces") { List(), Show() };

    private static Command List()
    {
        var json = CommandLine.JsonOption();
        var command = new Command("list", "Every search space") { json };
        command.SetAction(parsed =>
        {
            var spaces = SpaceCatalogue.Default.Entries.Select(SpaceResource.Of).ToArray();
            CommandLine.PrintList(spaces, parsed.GetValue(json), ["KIND", "SIZE", "TITLE"],
                space => [space.Kind, Count(space), space.Title]);
            return 0;
        });
        return command;
    }

    private static Command Show()
    {
        var kind = new Argument<string>("kind") { Description = "Kind of the space" };
        var options = new Option<string?>("--options")
        {
            Description = "Options of the space, as in an experiment file: '{\"variables\": [...]}'",
            HelpName = "json",
        };
        var json = CommandLine.JsonOption();
        var command = new Command("show", "One search space") { kind, options, json };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(kind);
            var known = SpaceCatalogue.Default.Entries.Select(e => e.Kind);
            var entry = SpaceCatalogue.Default.Find(name) ?? throw new StartException(
                $"There is no space '{name}'; there is {string.Join(", ", known)}.", StartException.BadInput);
            var space = parsed.GetValue(options) is { } given ? Defined(entry, given) : SpaceResource.Of(entry);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(space, CommandLine.Json));
                return 0;
            }

            Console.WriteLine($"{space.Title} ({space.Kind})\n{space.Summary}\n"
                + $"Architectures: {Count(space, parsed.GetValue(options) is not null)}\nNative strings: {space.Convention}");
            foreach (var option in space.Options)
            {
                Console.WriteLine($"Option {option.Name}{(option.IsRequired ? " (required)" : "")}, {option.Allowed}: "
                    + $"{option.Description}\n  for instance {option.Default}");
            }

            Console.WriteLine("Drawn at random:");
            var random = new RandomSource(0).Fork("space preview");
            var drawn = Space(entry, parsed.GetValue(options));
            foreach (var _ in Enumerable.Range(0, Examples))
            {
                Console.WriteLine($"  {drawn.Sample(random).Native}");
            }

            return 0;
        });
        return command;
    }

    private static SpaceResource Defined(SpaceEntry entry, string options)
        => SpaceResource.Of(entry) with { Size = Space(entry, options).Size };

    /// <summary>The space that options make, read as an experiment file's are; of the defaults where none are given.</summary>
    private static SearchSpace Space(SpaceEntry entry, string? options)
    {
        if (options is null)
        {
            return entry.Create(OptionValues.Defaults);
        }

        var file = Parse(options);
        file["kind"] = entry.Kind;
        var (space, faults) = new ExperimentReader(StudioCatalogues.Default)
            .ReadSpace(new JsonObject { ["space"] = file }.ToJsonString());
        return space ?? throw new StartException(string.Join('\n', faults), StartException.BadInput);
    }

    private static JsonObject Parse(string options)
    {
        try
        {
            return JsonNode.Parse(options) as JsonObject ?? throw new StartException(
                $"--options must be a JSON object {{ ... }}, not {options}.", StartException.BadInput);
        }
        catch (JsonException fault)
        {
            throw new StartException($"--options is not valid JSON: {fault.Message}", StartException.BadInput, fault);
        }
    }

    private static string Count(SpaceResource space, bool isDefined = false)
        => space.Size?.ToString("N0", CultureInfo.InvariantCulture)
            ?? (!isDefined && space.Options.Any(o => o.IsRequired) ? "as you define it" : "too many to count");
}
