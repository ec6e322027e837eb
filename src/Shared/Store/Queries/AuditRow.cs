using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Posture.Store.Queries;

/// <summary>An entry of the audit log.</summary>
/// <param name="Seq">1, 2, 3 … without a gap.</param>
/// <param name="At">When, by the database's clock.</param>
/// <param name="Actor">Issuer and subject, or <c>system</c>.</param>
/// <param name="ActorName">Name to show.</param>
/// <param name="Address">Network address; empty where there was none.</param>
/// <param name="Action">Stable code.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Result"><c>done</c>: what is refused changes nothing and has no entry.</param>
/// <param name="Details">JSON of before and after.</param>
public sealed record AuditRow(
    long Seq, DateTimeOffset At, string Actor, string ActorName, string Address, string Action, string Target, string Result, string Details)
{
    /// <summary>Hash of the entry before; zeros for the first.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>Hash of <see cref="Previous"/> and this entry.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What <see cref="Hash"/> must be: the same as the function <c>tenancy.audit_append</c> makes.</summary>
    internal byte[] Computed()
    {
        var micros = (At.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
        var parts = new[]
        {
            Seq.ToString(CultureInfo.InvariantCulture), micros.ToString(CultureInfo.InvariantCulture), Actor, ActorName, Address, Action, Target, Result, Details,
        };
        var text = string.Join(',', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(part)}:{part}")));
        return SHA256.HashData([.. Previous, .. Encoding.UTF8.GetBytes(text)]);
    }
}
