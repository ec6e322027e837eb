using Posture.Collectors.Cli.Output;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli;

/// <summary>The objects of files and folders for commands that answer from them: what cannot be read is told, what can is used.</summary>
internal static class ManifestFiles
{
    /// <summary>Every object that could be read. A path that is not there ends the command; a broken file is told as chatter.</summary>
    public static IEnumerable<KubeObject> Read(IReadOnlyList<string> paths, TextWriter chatter)
    {
        foreach (var told in new FolderSource(paths, TimeProvider.System).ReadOnce())
        {
            if (told is SourceEvent.Problem { Error: { } error })
            {
                if (error.Code == "file.unreadable")
                    throw new CommandException(ExitCode.NotFound, error.Code, Words.Printable($"{error.Place}: {error.Message}"));
                chatter.WriteLine(Words.Printable($"{error.Code}: {error.Place}: {error.Message}"));
            }
            if (told is SourceEvent.Put { Item: var item })
                yield return item;
        }
    }
}
