using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Posture.Dashboard.Identity;

/// <summary>Re-checks the session of an open circuit; when it no longer holds, the circuit's person becomes nobody.</summary>
internal sealed class CircuitSession(ILoggerFactory loggers, SessionCheck check) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => SessionCheck.Interval;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        check.HoldsAsync(authenticationState.User, cancellationToken);
}
