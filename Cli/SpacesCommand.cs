using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasStudio.Hosting;
using NasStudio.Runs.Catalogues;
using NasStudio.Runs.Queries;
using NasStudio.Web.Api;

namespace NasStudio.Cli;

/// <summary>spaces list, spaces show: the search spaces.</summary>
public static class SpacesCommand
{
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
            var given = parsed.GetValue(options) is { } text ? Parse(text) : null;
            var look = SpaceLook.At(StudioCatalogues.Default, entry.Kind, given);
            if (!look.Faults.IsEmpty)
            {
                throw new StartException(string.Join('\n', look.Faults), StartException.BadInput);
            }

            var space = SpaceResource.Of(entry);
            space = given is null ? space : space with { Size = look.Size };
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(space, CommandLine.Json));
                return 0;
            }

            Console.WriteLine($"{space.Title} ({space.Kind})\n{space.Summary}\n"
                + $"Architectures: {Count(space, given is not null)}\nNative strings: {space.Convention}");
            foreach (var option in space.Options)
            {
                Console.WriteLine($"Option {option.Name}{(option.IsRequired ? " (required)" : "")}, {option.Allowed}: "
                    + $"{option.Description}\n  for instance {option.Default}");
            }

            Console.WriteLine($"Drawn at random:\n  {string.Join("\n  ", look.Examples)}");
            return 0;
        });
        return command;
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
