using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Account;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Credentials;

/// <summary>Changes the own password at the embedded provider; another provider's people change theirs there.</summary>
public sealed partial class PasswordPage
{
    private bool _fresh;
    private bool _done;
    private string? _problem;

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "password")]
    private PasswordForm Form { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        if (Services.GetService<OwnCredentials>() is not { } credentials)
            Navigation.NavigateTo("/account", forceLoad: true);
        else
            _fresh = await credentials.FreshAsync(Context.User, Context.RequestAborted) is not null;
    }

    private async Task ChangeAsync()
    {
        var result = await Services.GetRequiredService<OwnCredentials>().ChangePasswordAsync(Context.User, Form.Current ?? "", Form.Next ?? "", Context.RequestAborted);
        _fresh = result is not null;
        _done = result is { Succeeded: true };
        _problem = result is { Succeeded: false } ? AccountProblems.Of(result) : null;
    }

    /// <summary>The form's fields.</summary>
    private sealed class PasswordForm
    {
        public string? Current { get; set; }

        public string? Next { get; set; }
    }
}
