using System.Runtime.CompilerServices;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Ingest;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli;

/// <summary>A source with imported reports beside its objects.</summary>
internal static class ImportedSource
{
    /// <summary>Reads the files at once, so that a wrong one ends the command before anything is asked of a cluster.</summary>
    /// <exception cref="CommandException">A file cannot be used; every problem has been told.</exception>
    public static IAsyncEnumerable<SourceEvent> Of(IAsyncEnumerable<SourceEvent> source, IReadOnlyList<string> files, TimeProvider time, TextWriter chatter)
    {
        var reader = new ImportReader(time);
        foreach (var file in files)
            reader.Read(file);
        foreach (var error in reader.Errors)
            chatter.WriteLine(Words.Printable($"{error.Code}: {error.Place}: {error.Message}"));
        if (reader.Errors.FirstOrDefault(error => error.Code == "file.unreadable") is { } missing)
            throw new CommandException(ExitCode.NotFound, missing.Code, Words.Printable(missing.Place));
        if (reader.Errors.Count > 0)
            throw new CommandException(ExitCode.Usage, "import.invalid", "an imported file cannot be used, so nothing was evaluated");
        return With(source, reader.Items);
    }

    /// <summary>After the lists, which would take back what they do not hold.</summary>
    private static async IAsyncEnumerable<SourceEvent> With(
        IAsyncEnumerable<SourceEvent> source, IReadOnlyCollection<KubeObject> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var told in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (told is SourceEvent.Synced)
                foreach (var item in items)
                    yield return new SourceEvent.Put(item);
            yield return told;
        }
    }
}
