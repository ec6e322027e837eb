using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Account;

/// <summary>Sign-in at the embedded provider. One answer for a wrong name, a wrong password and a locked account.</summary>
public sealed partial class SignInPage
{
    private bool _failed;
    private bool _passkeyFailed;
    private string? _ticket;
    private PasskeyRequest? _request;

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInForm Form { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    // With an external provider there is no form of ours: the start page sends people to it.
    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        if (Services.GetService<SignInDesk>() is null)
            Navigation.NavigateTo("/", forceLoad: true);
        else if (Passkeys.ArePossible(Context))
            _request = await Services.GetRequiredService<Passkeys>().AskAsync(Context);
    }

    private async Task SignInAsync()
    {
        var desk = Services.GetRequiredService<SignInDesk>();
        if (Form.Credential is { Length: > 0 } credential)
        {
            if (await desk.TryPasskeyAsync(new(Form.Passkey ?? "", credential), Context))
                Navigation.NavigateTo(IdentityEndpoints.LocalOrHome(ReturnUrl), forceLoad: true);
            // Who had given the password before goes on from there.
            _failed = _passkeyFailed = true;
            _ticket = Form.Ticket is { Length: > 0 } ? Form.Ticket : null;
            return;
        }
        var answer = Form.Ticket is { Length: > 0 } ticket
            ? await desk.TryCodeAsync(ticket, Form.Code ?? "", Context)
            : await desk.TryAsync(Form.Email ?? "", Form.Password ?? "", Context);
        _failed = !answer.IsIn && (answer.Ticket is null || Form.Ticket is not null);
        _ticket = answer.Ticket;
        if (answer.IsIn)
            Navigation.NavigateTo(IdentityEndpoints.LocalOrHome(ReturnUrl), forceLoad: true);
    }

    /// <summary>The form's fields.</summary>
    private sealed class SignInForm
    {
        public string? Email { get; set; }

        public string? Password { get; set; }

        public string? Ticket { get; set; }

        public string? Code { get; set; }

        public string? Passkey { get; set; }

        public string? Credential { get; set; }
    }
}
