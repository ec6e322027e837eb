using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Posture.Dashboard.Resources;

/// <summary>MudBlazor's own texts (pager, filters, close buttons) in the dashboard's languages.</summary>
internal sealed class MudTexts(IStringLocalizer<MudBlazorText> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => texts[key];
}
