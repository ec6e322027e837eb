namespace Posture.EndToEnd;

/// <summary>A change to a manifest of the demo fleet, as an editor saves it: undone at the end.</summary>
internal sealed class Edit : IAsyncDisposable
{
    private readonly string _file;
    private readonly string? _before;

    private Edit(string file, string? before) => (_file, _before) = (file, before);

    public static async Task<Edit> ReplaceAsync(string file, string text, string with)
    {
        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains(text, before, StringComparison.Ordinal);
        await WriteAsync(file, before.Replace(text, with, StringComparison.Ordinal));
        return new(file, before);
    }

    public static async Task<Edit> AddAsync(string file, string text)
    {
        await WriteAsync(file, text);
        return new(file, null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_before is null)
            File.Delete(_file);
        else
            await WriteAsync(_file, _before);
    }

    // Written beside and moved over, so that no reader sees half of it.
    private static async Task WriteAsync(string file, string text)
    {
        await File.WriteAllTextAsync(file + "~", text, CancellationToken.None);
        File.Move(file + "~", file, overwrite: true);
    }
}
