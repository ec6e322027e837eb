using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Posture.Model.Inventory;
using Posture.Model.Json;
using Posture.Store.Commands.Writing;
using Posture.Store.Reading;

namespace Posture.Store.Commands;

/// <summary>
/// What images say of themselves, by repository and digest: it cannot change, so that no registry is asked for it twice, and a base whose tag has moved on stays known. For collectors: it
/// knows no scope, and no page may show it.
/// </summary>
/// <param name="source">Pool of the collectors' account.</param>
/// <param name="version">Which way of reading an image is kept; another than <see cref="Version"/> in tests alone.</param>
public sealed class KnownImages(NpgsqlDataSource source, int version = KnownImages.Version)
{
    /// <summary>
    /// Which way of reading an image this build has. It grows when more is read of a configuration or a manifest, or something is read otherwise: what was kept the other way is then asked
    /// for again. Layers and tags mean the same in every version.
    /// </summary>
    public const int Version = 1;

    /// <summary>Most images; past it those go that were not in use for longest.</summary>
    public const int MaxRows = 50_000;

    /// <summary>Most signs of what one image says; a greater one is read anew by every process.</summary>
    public const int MaxText = 256 * 1024;

    /// <summary>Images whose layers can be compared and that were learnt, or given another name, since a time, with the tag of each.</summary>
    public async Task<IReadOnlyList<(KnownImage Image, string? Tag)>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select repository, digest, platform, chain, layers, created_at, tag from known_images where chain is not null and changed_at >= $1 order by used_at desc limit $2");
        command.Parameters.Add(new() { Value = since.ToUniversalTime() });
        command.Parameters.Add(new() { Value = MaxRows });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var images = new List<(KnownImage, string?)>();
        while (await row.ReadAsync(cancellationToken))
            images.Add((new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.TimeOrNull(5)), row.TextOrNull(6)));
        return images;
    }

    /// <summary>What an image says of itself; null when it is not kept, or was read another way.</summary>
    public async Task<ImageFactsData?> FindAsync(string repository, string digest, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select doc from known_images where repository = $1 and digest = $2 and version = $3");
        command.Parameters.Add(new() { Value = PgText.Clean(repository) });
        command.Parameters.Add(new() { Value = PgText.Clean(digest) });
        command.Parameters.Add(new() { Value = version });
        try
        {
            return await command.ExecuteScalarAsync(cancellationToken) is string doc ? JsonSerializer.Deserialize(doc, ModelJson.Default.ImageFactsData) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps what an image says of itself, in place of what a former version read of it; what a later one read stays.</summary>
    /// <param name="repository">Host and path.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="said">What it says.</param>
    /// <param name="known">Its layers in short; null when they cannot be compared.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task KeepAsync(string repository, string digest, ImageFactsData said, KnownImage? known, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var doc = JsonSerializer.Serialize(said, ModelJson.Default.ImageFactsData);
        if (doc.Length > MaxText)
            return;
        await using var command = source.CreateCommand(
            """
            insert into known_images as held (repository, digest, platform, chain, layers, created_at, doc, changed_at, used_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
            on conflict (repository, digest) do update set platform = excluded.platform, chain = excluded.chain, layers = excluded.layers, created_at = excluded.created_at, doc = excluded.doc,
                changed_at = excluded.changed_at, used_at = excluded.used_at, version = excluded.version
            where held.version < excluded.version
            """);
        foreach (var text in new[] { repository, digest, known?.Platform, known?.Chain })
            command.Parameters.Add(new() { Value = text is null ? DBNull.Value : PgText.Clean(text), NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = known?.Layers ?? 0 });
        command.Parameters.Add(new() { Value = said.Created?.ToUniversalTime() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = doc });
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        command.Parameters.Add(new() { Value = version });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Names an image that is kept.</summary>
    public async Task NameAsync(string repository, string digest, string tag, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("update known_images set tag = $3, changed_at = $4 where repository = $1 and digest = $2");
        foreach (var text in new[] { repository, digest, tag })
            command.Parameters.Add(new() { Value = PgText.Clean(text) });
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Tells which were in use until now, and lets those go that are too many.</summary>
    public async Task UseAsync(IReadOnlyCollection<(string Repository, string Digest)> used, DateTimeOffset at, int most, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.RunAsync(
            "update known_images k set used_at = $3 from unnest($1::text[], $2::text[]) as u(repository, digest) where k.repository = u.repository and k.digest = u.digest",
            [used.Select(image => PgText.Clean(image.Repository)).ToArray(), used.Select(image => PgText.Clean(image.Digest)).ToArray(), at.ToUniversalTime()], cancellationToken);
        await connection.RunAsync(
            "delete from known_images where (repository, digest) in (select repository, digest from known_images order by used_at desc, repository, digest offset $1)", [most], cancellationToken);
    }
}
