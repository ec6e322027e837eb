using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Caching.Memory;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Live;

/// <summary>
/// Passes what a page has read while it was rendered for the response to the circuit that takes the page over: no second query, no blank moment between.
/// The data stays in this process for a few seconds; the browser carries only a protected number. Where it is lost (other replica, expired), or another session asks for it
/// (L-11), the page reads again.
/// </summary>
internal sealed class Handover(PersistentComponentState state, HandoverShelf shelf, AuthenticationStateProvider authentication) : IDisposable
{
    private const string Key = "handover";

    private readonly List<PersistingComponentStateSubscription> _offers = [];
    private bool _asked;

    /// <summary>Offers a page's data at the end of rendering the response.</summary>
    /// <param name="data">Gives the address and the data of then; null data offers nothing.</param>
    public void Offer(Func<(string? Address, object? Data)> data) => _offers.Add(state.RegisterOnPersisting(
        async () =>
        {
            if (data() is ({ } address, { } found))
                state.PersistAsJson(Key, shelf.Put(await OwnerAsync(), address, found));
        },
        RenderMode.InteractiveServer));

    /// <summary>The data that was read for this address, once.</summary>
    public async Task<T?> TakeAsync<T>(string address)
        where T : class
    {
        if (_asked)
            return null;
        _asked = true;
        return state.TryTakeFromJson<Guid>(Key, out var number) ? shelf.Take(number, await OwnerAsync(), address) as T : null;
    }

    /// <summary>The session of this request or circuit.</summary>
    private async Task<string> OwnerAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return Viewer.From(user).Subject + "|" + user.FindFirst(Session.IdClaim)?.Value;
    }

    public void Dispose()
    {
        foreach (var offer in _offers)
            offer.Dispose();
    }
}

/// <summary>Pages' data on its way from a response to a circuit. Holds at most <see cref="Places"/> for at most <see cref="Patience"/>.</summary>
internal sealed class HandoverShelf : IDisposable
{
    private const int Places = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MemoryCache _places = new(new MemoryCacheOptions { SizeLimit = Places });

    public Guid Put(string owner, string address, object data)
    {
        // Unguessable (version 4), though it is protected on its way as well.
        var number = Guid.NewGuid();
        _places.Set(number, (owner, address, data), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Patience });
        return number;
    }

    public object? Take(Guid number, string owner, string address)
    {
        if (!_places.TryGetValue(number, out (string Owner, string Address, object Data) found) || found.Owner != owner || found.Address != address)
            return null;
        _places.Remove(number);
        return found.Data;
    }

    public void Dispose() => _places.Dispose();
}
