using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Components.Account;

/// <summary>Creates the first administrator from the link that was printed to the console. The page says nothing else to whoever has no valid link.</summary>
public sealed partial class SetupPage
{
    private bool _valid;
    private bool _done;
    private string? _problem;

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [Inject]
    private PublicAddress Address { get; init; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "setup")]
    private SetupForm Form { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "code")]
    private string? Code { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        _valid = Code is { Length: > 0 and <= 100 } && Services.GetService<SetupCodes>() is { } codes && await codes.IsValidAsync(Code, Context.RequestAborted);
    }

    private async Task CreateAsync()
    {
        if (!_valid)
            return;
        if (string.IsNullOrWhiteSpace(Form.Name))
        {
            _problem = nameof(AccountText.ProblemName);
            return;
        }
        var codes = Services.GetRequiredService<SetupCodes>();
        var result = await codes.RedeemAsync(Code!, Form.Email ?? "", Form.Name.Trim(), Form.Password ?? "", Address.Issuer,
            SessionOrigin.Of(Context).Address, Context.RequestAborted);
        _valid = result is not null;
        _done = result?.Succeeded == true;
        _problem = result is null || _done ? null : AccountProblems.Of(result);
    }

    /// <summary>The form's fields.</summary>
    private sealed class SetupForm
    {
        public string? Name { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
