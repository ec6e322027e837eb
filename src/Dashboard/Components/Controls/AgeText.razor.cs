using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Controls;

/// <summary>
/// A time as an age ("3 min ago") with the exact time in its title; absolute after seven days or on demand. The browser keeps it current and turns it into the
/// viewer's zone; until then it is UTC.
/// </summary>
public sealed partial class AgeText
{
    /// <summary>The time, or null for never.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>Shows the time itself (yyyy-MM-dd HH:mm), as in tables.</summary>
    [Parameter]
    public bool Absolute { get; set; }

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ControlsText> Loc { get; init; } = default!;

    private string Exact => At!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private string Text
    {
        get
        {
            var age = Time.GetUtcNow() - At!.Value;
            return age switch
            {
                _ when Absolute || age > TimeSpan.FromDays(7) => Exact,
                { TotalSeconds: < 5 } => Loc[nameof(ControlsText.AgeNow)],
                { TotalMinutes: < 1 } => Loc[nameof(ControlsText.AgeSeconds), (int)age.TotalSeconds],
                { TotalHours: < 1 } => Loc[nameof(ControlsText.AgeMinutes), (int)age.TotalMinutes],
                { TotalDays: < 1 } => Loc[nameof(ControlsText.AgeHours), (int)age.TotalHours],
                _ => Loc[nameof(ControlsText.AgeDays), (int)age.TotalDays],
            };
        }
    }
}
