using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Posture.Dashboard.Identity;
using QRCoder;

namespace Posture.Dashboard.Components.Credentials;

/// <summary>Turns the own second factor on and off, and renews its recovery codes.</summary>
public sealed partial class SecondFactorPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private bool _fresh;
    private bool _on;
    private bool _off;
    private bool _wrong;
    private bool _needed;
    private int _left;
    private byte[] _key = [];
    private string _secret = "";
    private (int Size, string Path) _drawing;
    private IReadOnlyList<string>? _codes;

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private IDataProtectionProvider Protection { get; init; } = default!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "factor-on")]
    private FactorForm Form { get; set; } = default!;

    private ITimeLimitedDataProtector Secrets => Protection.CreateProtector("Posture.NewSecondFactor.v1", Viewer.From(Context.User).Subject).ToTimeLimitedDataProtector();

    private OwnCredentials Credentials => Services.GetRequiredService<OwnCredentials>();

    private string KeyText => string.Join(' ', Base32.Of(_key).Chunk(4).Select(part => new string(part)));

    private string AppAddress => $"otpauth://totp/Posture:{Uri.EscapeDataString(Viewer.From(Context.User).Name)}?secret={Base32.Of(_key)}&issuer=Posture";

    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        if (Services.GetService<OwnCredentials>() is not { } credentials)
        {
            Navigation.NavigateTo("/account", forceLoad: true);
            return;
        }
        if (await credentials.FreshAsync(Context.User, Context.RequestAborted) is not { AccountId: { } account })
            return;
        var factors = Services.GetRequiredService<SecondFactors>();
        _fresh = true;
        _on = await factors.HasAppAsync(account, Context.RequestAborted);
        _needed = await credentials.NeedsFactorAsync(Context.User) && !await factors.HasPasskeyAsync(account, Context.RequestAborted);
        _left = await factors.RecoveryLeftAsync(account, Context.RequestAborted);
        _key = Open(Form.Secret) ?? RandomNumberGenerator.GetBytes(OneTimeCode.SecretSize);
        _secret = Convert.ToBase64String(Secrets.Protect(_key, Patience));
        _drawing = Draw(AppAddress);
    }

    private async Task TurnOnAsync()
    {
        _codes = await Credentials.TurnOnAsync(Context.User, _key, (Form.Code ?? "").Replace(" ", "", StringComparison.Ordinal), Context.RequestAborted);
        _wrong = _codes is null;
    }

    private async Task RenewAsync() => _codes = await Credentials.RenewRecoveryAsync(Context.User, Context.RequestAborted);

    private async Task TurnOffAsync() => _off = await Credentials.TurnOffAsync(Context.User, Context.RequestAborted);

    /// <summary>The dark squares of a QR code, row by row, each as wide as its run: the whole, with its light border, is as many units wide as high.</summary>
    private static (int Size, string Path) Draw(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            for (int x = 0, end; x < code.ModuleMatrix.Count; x = end + 1)
            {
                for (end = x; end < code.ModuleMatrix.Count && code.ModuleMatrix[y][end]; end++)
                {
                    // The run goes on.
                }
                if (end > x)
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{end - x}v1h-{end - x}z");
            }
        return (code.ModuleMatrix.Count, path.ToString());
    }

    /// <summary>The key that the form brought back, if this person was shown it a short while ago.</summary>
    private byte[]? Open(string? secret)
    {
        try
        {
            return secret is null ? null : Secrets.Unprotect(Convert.FromBase64String(secret));
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The form's fields.</summary>
    private sealed class FactorForm
    {
        public string? Secret { get; set; }

        public string? Code { get; set; }
    }
}
