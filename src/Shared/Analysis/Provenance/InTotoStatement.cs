using System.Text.Json;

namespace Posture.Analysis.Provenance;

/// <summary>A statement about artifacts (in-toto attestation, v0.1 and v1).</summary>
/// <param name="PredicateType">What it states, for example <c>https://slsa.dev/provenance/v1</c>.</param>
/// <param name="Subjects">SHA-256 of what it is about, lower-case hex.</param>
/// <param name="Predicate">The statement itself; undefined when there is none.</param>
public sealed record InTotoStatement(string PredicateType, IReadOnlyList<string> Subjects, JsonElement Predicate)
{
    /// <summary>The only payload that is read from an envelope.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    private const int MaxSubjects = 10_000;

    /// <summary>Reads the payload of an envelope whose signature holds.</summary>
    /// <exception cref="ProvenanceException">It is of another type, or no statement.</exception>
    public static InTotoStatement Of(DsseEnvelope envelope)
    {
        if (envelope.PayloadType != PayloadType)
            throw new ProvenanceException(ProvenanceCodes.Unsupported, "the envelope holds no in-toto statement");
        try
        {
            using var document = JsonDocument.Parse(envelope.Payload, new() { MaxDepth = 64 });
            var statement = document.RootElement;
            if (statement.GetProperty("_type").GetString() is not ("https://in-toto.io/Statement/v1" or "https://in-toto.io/Statement/v0.1"))
                throw new ProvenanceException(ProvenanceCodes.Unsupported, "the statement is of a version that is not supported");
            var subjects = statement.GetProperty("subject");
            if (subjects.GetArrayLength() > MaxSubjects)
                throw new ProvenanceException(ProvenanceCodes.Malformed, "the statement is about too many artifacts");
            return new(
                statement.GetProperty("predicateType").GetString() ?? "",
                [.. subjects.EnumerateArray().Select(subject => subject.GetProperty("digest").TryGetProperty("sha256", out var digest) ? digest.GetString()?.ToLowerInvariant() : null).OfType<string>()],
                statement.TryGetProperty("predicate", out var predicate) ? predicate.Clone() : default);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "the statement cannot be read", exception);
        }
    }

    /// <summary>Whether one of the subjects has the digest.</summary>
    public bool IsAbout(ReadOnlySpan<byte> sha256) => Subjects.Contains(Convert.ToHexStringLower(sha256), StringComparer.Ordinal);
}
