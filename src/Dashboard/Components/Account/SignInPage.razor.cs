using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Account;

/// <summary>Sign-in at the embedded provider. One answer for a wrong name, a wrong password and a locked account.</summary>
public sealed partial class SignInPage
{
    private bool _failed;

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInForm Form { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    // With an external provider there is no form of ours: the start page sends people to it.
    protected override void OnInitialized()
    {
        Form ??= new();
        if (Services.GetService<SignInManager<Identity.Account>>() is null)
            Navigation.NavigateTo("/", forceLoad: true);
    }

    private async Task SignInAsync()
    {
        var signIn = Services.GetRequiredService<SignInManager<Identity.Account>>();
        var result = await signIn.PasswordSignInAsync(Form.Email ?? "", Form.Password ?? "", isPersistent: false, lockoutOnFailure: true);
        _failed = !result.Succeeded;
        if (result.Succeeded)
            Navigation.NavigateTo(IdentityEndpoints.LocalOrHome(ReturnUrl), forceLoad: true);
    }

    /// <summary>The form's fields.</summary>
    private sealed class SignInForm
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
