using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Caching.Memory;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Security;

/// <summary>
/// A circuit is taken up again, or resumed, only in the session that started it (L-11). The framework asks for the circuit's secret alone: who came to know one was
/// shown what somebody else has on the screen.
/// </summary>
internal sealed class CircuitOwners(DashboardSettings settings) : IHubFilter, IDisposable
{
    /// <summary>Most circuits that are remembered; one that is not is started anew by its page.</summary>
    private const int Most = 100_000;

    private readonly MemoryCache _sessions = new(new MemoryCacheOptions { SizeLimit = Most });

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var session = invocationContext.Context.User?.FindFirstValue(Session.IdClaim) ?? "";
        var method = invocationContext.HubMethodName;
        // As the framework answers to a circuit that it does not know.
        if (method is "ConnectCircuit" or "ResumeCircuit" && !IsOwn(invocationContext.HubMethodArguments, session))
            return method == "ConnectCircuit" ? false : null;
        var result = await next(invocationContext);
        if (method is "StartCircuit" or "ResumeCircuit" && result is string secret)
            _sessions.Set(CodeHash.Of(secret), session, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(settings.Posture.SessionHours) });
        return result;
    }

    public void Dispose() => _sessions.Dispose();

    private bool IsOwn(IReadOnlyList<object?> arguments, string session) =>
        arguments is [string secret, ..] && _sessions.TryGetValue(CodeHash.Of(secret), out string? owner) && owner == session;
}
