namespace Posture.Dashboard.Identity;

/// <summary>Why a sign-in was refused, as the audit log says it. Who tries is told none of it.</summary>
internal static class SignInRefusal
{
    /// <summary>Nobody has the name.</summary>
    public const string Name = "name";

    /// <summary>The account is locked.</summary>
    public const string Locked = "locked";

    /// <summary>The password is wrong.</summary>
    public const string Password = "password";

    /// <summary>The code of the second step is wrong, or was used before.</summary>
    public const string Code = "code";

    /// <summary>The passkey is not of an account here, or was asked for too long ago.</summary>
    public const string Passkey = "passkey";
}
