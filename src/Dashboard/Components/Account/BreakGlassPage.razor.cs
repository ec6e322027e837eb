using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Account;

/// <summary>Takes the link that was made on the machine. The page says nothing else to whoever has no valid one.</summary>
public sealed partial class BreakGlassPage
{
    private bool _valid;

    [Inject]
    private BreakGlass Glass { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "code")]
    private string? Code { get; set; }

    protected override async Task OnInitializedAsync() =>
        _valid = Code is { Length: > 0 and <= 100 } && await Glass.IsValidAsync(Code, Context.RequestAborted);

    private async Task EnterAsync()
    {
        if (!_valid || await Glass.RedeemAsync(Code!, SessionOrigin.Of(Context), Context.RequestAborted) is not { } person)
        {
            _valid = false;
            return;
        }
        await Context.SignInAsync(Session.Scheme, person);
        Navigation.NavigateTo("/");
    }
}
