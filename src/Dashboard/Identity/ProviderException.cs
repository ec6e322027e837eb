namespace Posture.Dashboard.Identity;

/// <summary>The other identity provider does not answer as it should; nobody can sign in until it does.</summary>
internal sealed class ProviderException(Exception inner) : BadHttpRequestException("The identity provider can't be used.", StatusCodes.Status503ServiceUnavailable, inner)
{
    /// <summary>Stable code.</summary>
    public const string Code = "sso.unreachable";
}
