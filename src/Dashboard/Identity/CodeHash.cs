using System.Security.Cryptography;
using System.Text;

namespace Posture.Dashboard.Identity;

/// <summary>What is kept of a code or token that was made here at random: it is long enough that nothing slower than SHA-256 is needed.</summary>
internal static class CodeHash
{
    public static string Of(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
