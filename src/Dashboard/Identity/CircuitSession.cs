using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Posture.Dashboard.Identity;

/// <summary>Re-checks the session of an open circuit, in intervals and when sessions have ended; when it no longer holds, the circuit's person becomes nobody.</summary>
internal sealed class CircuitSession : RevalidatingServerAuthenticationStateProvider
{
    private readonly SessionCheck _check;
    private readonly IDisposable _signals;

    public CircuitSession(ILoggerFactory loggers, SessionCheck check, SessionSignals signals)
        : base(loggers)
    {
        _check = check;
        _signals = signals.Subscribe(session => _ = LookAsync(session));
    }

    protected override TimeSpan RevalidationInterval => SessionCheck.Interval;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        _check.HoldsAsync(authenticationState.User, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        _signals.Dispose();
        base.Dispose(disposing);
    }

    private async Task LookAsync(Guid? ended)
    {
        try
        {
            var user = (await GetAuthenticationStateAsync()).User;
            var own = ended is null || user.FindFirstValue(Session.IdClaim) == ended.ToString();
            if (own && user.Identity is { IsAuthenticated: true } && !await _check.HoldsAsync(user, CancellationToken.None))
                SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }
#pragma warning disable CA1031 // the circuit is only being built, or the database is away: the next look in the interval decides
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
