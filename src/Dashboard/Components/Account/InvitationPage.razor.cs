using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Components.Account;

/// <summary>Makes the account of who was invited, or sets a new password. The page says nothing else to whoever has no link that works, whatever the reason.</summary>
public sealed partial class InvitationPage
{
    private Invitation? _invitation;
    private bool _done;
    private string? _problem;

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "invitation")]
    private InvitationForm Form { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "code")]
    private string? Code { get; set; }

    private bool IsReset => _invitation?.AccountId is not null;

    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        if (Code is { Length: > 0 and <= 100 } && Services.GetService<Invitations>() is { } invitations)
            _invitation = await invitations.FindAsync(Code, Context.RequestAborted);
    }

    private async Task RedeemAsync()
    {
        if (_invitation is null)
            return;
        var name = (Form.Name ?? "").Trim();
        if (!IsReset && (name.Length is 0 or > Invitations.MaxName || name.Any(char.IsControl)))
        {
            _problem = nameof(AccountText.ProblemName);
            return;
        }
        var issuer = Services.GetRequiredService<PublicAddress>().Issuer;
        var result = await Services.GetRequiredService<Invitations>()
            .RedeemAsync(Code!, name, Form.Password ?? "", issuer, SessionOrigin.Of(Context).Address, Context.RequestAborted);
        _done = result?.Succeeded == true;
        if (result is null)
            _invitation = null;
        else if (!_done)
            _problem = AccountProblems.Of(result);
    }

    /// <summary>The form's fields.</summary>
    private sealed class InvitationForm
    {
        public string? Name { get; set; }

        public string? Password { get; set; }
    }
}
