using System.Text.Json;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Watching;

/// <summary>Lists one kind over all namespaces, page by page.</summary>
internal sealed class KindLister(ApiRequests api, WatchSettings settings, TimeProvider time)
{
    /// <summary>Reads the whole list. When its history is gone in the middle, what was read is thrown away and it starts again, once (F-05).</summary>
    /// <exception cref="ApiException">It could not be read to its end.</exception>
    public async Task<KindList> ReadAsync(ServedKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(kind, cancellationToken);
        }
        catch (ApiException gone) when (gone.Failure.Code == ApiFailure.Gone.Code)
        {
            await Task.Delay(settings.FirstDelay * settings.Jitter(), time, cancellationToken);
            return await ReadOnceAsync(kind, cancellationToken);
        }
    }

    private async Task<KindList> ReadOnceAsync(ServedKind kind, CancellationToken cancellationToken)
    {
        var (objects, unreadable, first) = (new List<KubeObject>(), 0, "");
        var token = "";
        for (var page = 0; page < settings.MaxPages; page++)
        {
            var path = $"{kind.Path}?limit={settings.PageSize}{(token.Length > 0 ? $"&continue={Uri.EscapeDataString(token)}" : "")}";
            var metadata = await api.ReadAsync(
                path, kind.Resource, (window, cancellation) => new ListReader(window).ReadAsync(Take, cancellation), cancellationToken);
            if (metadata.Continue is not { Length: > 0 } next)
                return new(objects, metadata.ResourceVersion!, unreadable == 0
                    ? null
                    : $"{unreadable} of {objects.Count + unreadable} objects could not be read, the first at {first}");
            token = next;
        }
        throw new ApiException(ApiFailure.TooLarge(kind.Resource));

        void Take(ReadOnlySpan<byte> json)
        {
            try
            {
                objects.Add(kind.Decode(json));
            }
            catch (JsonException malformed)
            {
                if (unreadable++ == 0)
                    first = $"item {objects.Count}: {PlainText.Of(malformed.Path ?? "$")}";
            }
        }
    }
}

/// <summary>All objects of a kind at one resource version.</summary>
/// <param name="Objects">The objects that could be decoded.</param>
/// <param name="ResourceVersion">Where a watch goes on.</param>
/// <param name="Unreadable">How many could not, and where the first fails; null when none.</param>
internal sealed record KindList(IReadOnlyList<KubeObject> Objects, string ResourceVersion, string? Unreadable);
