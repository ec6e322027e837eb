using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Admin;

/// <summary>What a person with these claims would be here. Nothing of it is kept or sent anywhere.</summary>
public sealed partial class ClaimTester
{
    /// <summary>Most tenants that are listed.</summary>
    private const int Shown = 20;

    private string _text = "";
    private string? _wrong;
    private ClaimReading? _read;

    [Parameter, EditorRequired]
    public SignOnModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<FrameText> Frame { get; init; } = default!;

    private string ProblemText => _read!.Problem switch
    {
        ClaimReading.NoClaim => nameof(SignOnText.NoClaim),
        ClaimReading.NoRule => nameof(SignOnText.NoRule),
        ClaimReading.Overfull => nameof(SignOnText.Overfull),
        _ => nameof(SignOnText.TooMany),
    };

    private void Read()
    {
        (_wrong, _read) = (null, null);
        try
        {
            _read = Model.Rules.Read(ClaimText.Read(_text.Length > ClaimText.Longest ? throw new FormatException($"> {ClaimText.Longest}") : _text));
        }
        catch (FormatException wrong)
        {
            _wrong = wrong.Message;
        }
    }
}
