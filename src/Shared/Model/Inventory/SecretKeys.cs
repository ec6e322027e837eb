using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace Posture.Model.Inventory;

/// <summary>
/// Key names of a Secret. Values never enter; of a registry credential (<c>.dockerconfigjson</c>) a fingerprint of the content and of the account names is
/// kept in memory, keyed by a random number of this process, so that copies can be told without being able to guess what was copied (rule R12).
/// </summary>
public sealed class SecretKeys : IReadOnlyList<string>
{
    public static readonly SecretKeys Empty = new([], null, []);

    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);

    private readonly IReadOnlyList<string> _keys;

    internal SecretKeys(IReadOnlyList<string> keys, string? credential, IReadOnlyList<string> accounts)
    {
        _keys = keys;
        Credential = credential;
        Accounts = accounts;
    }

    /// <summary>Fingerprint of the registry credential; null when there is none, or when the Secret came back from the store.</summary>
    public string? Credential { get; }

    /// <summary>Fingerprints of the account names in it (<see cref="FingerprintOf(string)"/>).</summary>
    public IReadOnlyList<string> Accounts { get; }

    public int Count => _keys.Count;

    public string this[int index] => _keys[index];

    /// <summary>Fingerprint of an account name, for comparison.</summary>
    public static string FingerprintOf(string account) => FingerprintOf(Encoding.UTF8.GetBytes(account));

    public IEnumerator<string> GetEnumerator() => _keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static string FingerprintOf(ReadOnlySpan<byte> content) => Convert.ToHexString(HMACSHA256.HashData(Salt, content));
}
