using System.CommandLine;
using NasStudio.Cli;

var root = new RootCommand("NasStudio: neural architecture search in the browser, over REST and from the command line.")
{
    ServeCommand.Create(),
    RunCommand.Create(),
    CompareCommand.Create(),
    MotifsCommand.Create(),
    SupernetCommand.Create(),
    BenchmarksCommand.Create(),
    SurrogatesCommand.Create(),
    DataSetsCommand.Create(),
    SpacesCommand.Create(),
    MigrateCommand.Create(),
};
return await CommandLine.InvokeAsync(root, args);
