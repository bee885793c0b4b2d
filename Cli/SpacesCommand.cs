using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NasStudio.Hosting;
using NasStudio.Runs.Catalogues;
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
        var json = CommandLine.JsonOption();
        var command = new Command("show", "One search space") { kind, json };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(kind);
            var known = SpaceCatalogue.Default.Entries.Select(e => e.Kind);
            var entry = SpaceCatalogue.Default.Find(name) ?? throw new StartException(
                $"There is no space '{name}'; there is {string.Join(", ", known)}.", StartException.BadInput);
            var space = SpaceResource.Of(entry);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(space, CommandLine.Json)
                : $"{space.Title} ({space.Kind})\n{space.Summary}\n"
                    + $"Architectures: {Count(space)}\nNative strings: {space.Convention}"
                    + string.Concat(space.Options.Select(Line)));
            return 0;
        });
        return command;
    }

    private static string Line(OptionDescriptor option)
        => $"\nOption {option.Name}{(option.IsRequired ? " (required)" : "")}: {option.Allowed}. {option.Description}\n"
            + $"  for instance {option.Default}";

    private static string Count(SpaceResource space)
        => space.Size?.ToString("N0", CultureInfo.InvariantCulture)
            ?? (space.Options.Any(o => o.IsRequired) ? "as you define it" : "too many to count");
}
