using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Layout;

/// <summary>Product, scope, search, live state, preferences, person. Hands the browser the words in which it keeps ages current.</summary>
public sealed partial class AppBar
{
    [Inject]
    private IStringLocalizer<ControlsText> Ages { get; init; } = default!;

    private string AgeWords => JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["now"] = Ages[nameof(ControlsText.AgeNow)],
        ["s"] = Ages[nameof(ControlsText.AgeSeconds)],
        ["m"] = Ages[nameof(ControlsText.AgeMinutes)],
        ["h"] = Ages[nameof(ControlsText.AgeHours)],
        ["d"] = Ages[nameof(ControlsText.AgeDays)],
    });
}
