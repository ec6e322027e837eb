using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Reports;

namespace Posture.Dashboard.Components.Pages.Compliance;

/// <summary>The requirements of a chapter: what each comes to, how it is assessed, by which controls.</summary>
public sealed partial class RequirementTable
{
    [Parameter, EditorRequired]
    public GroupResult Group { get; set; } = default!;

    [Parameter, EditorRequired]
    public FrameworkModel Model { get; set; } = default!;

    private static bool Chinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
}
