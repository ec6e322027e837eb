using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Credentials;

/// <summary>Adds passkeys to the own account and removes them.</summary>
public sealed partial class PasskeysPage
{
    private bool _fresh;
    private string? _done;
    private string? _problem;
    private Identity.Account? _account;
    private PasskeyRequest? _request;
    private IReadOnlyList<UserPasskeyInfo> _passkeys = [];
    private IReadOnlyList<string> _codes = [];

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "passkey-add")]
    private PasskeyForm Form { get; set; } = default!;

    private OwnCredentials Credentials => Services.GetRequiredService<OwnCredentials>();

    private Passkeys Desk => Services.GetRequiredService<Passkeys>();

    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        if (Services.GetService<OwnCredentials>() is not { } credentials)
        {
            Navigation.NavigateTo("/account", forceLoad: true);
            return;
        }
        if (await credentials.FreshAsync(Context.User, Context.RequestAborted) is not { AccountId: { } id })
            return;
        _account = await Services.GetRequiredService<UserManager<Identity.Account>>().FindByIdAsync(id.ToString());
        _fresh = _account is not null;
        await ShowAsync();
    }

    private static string IdOf(UserPasskeyInfo passkey) => WebEncoders.Base64UrlEncode(passkey.CredentialId);

    private async Task AddAsync()
    {
        var name = string.Concat((Form.Name ?? "").Where(sign => !char.IsControl(sign))).Trim();
        if (name.Length is 0 or > Passkeys.MaxName)
            _problem = Loc[nameof(AccountText.PasskeyNeedsName), Passkeys.MaxName];
        else if (await Credentials.AddPasskeyAsync(Context.User, name, new(Form.Passkey ?? "", Form.Credential ?? ""), Context) is { } codes)
            (_done, _codes) = (Loc[nameof(AccountText.PasskeyAdded)], codes);
        else
            _problem = Loc[nameof(AccountText.PasskeyRefused)];
        await ShowAsync();
    }

    private async Task RemoveAsync(UserPasskeyInfo passkey)
    {
        if (await Credentials.RemovePasskeyAsync(Context.User, passkey.CredentialId, Context.RequestAborted))
            _done = Loc[nameof(AccountText.PasskeyRemoved)];
        else
            _problem = Loc[nameof(AccountText.FactorNeeded)];
        await ShowAsync();
    }

    private async Task ShowAsync()
    {
        if (_account is null)
            return;
        _passkeys = await Desk.ListAsync(_account);
        _request = _passkeys.Count < Passkeys.Most && Passkeys.ArePossible(Context) ? await Desk.OfferAsync(_account, Context) : null;
    }

    /// <summary>The form's fields.</summary>
    private sealed class PasskeyForm
    {
        public string? Name { get; set; }

        public string? Passkey { get; set; }

        public string? Credential { get; set; }
    }
}
