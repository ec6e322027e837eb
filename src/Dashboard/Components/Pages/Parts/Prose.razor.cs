using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>Guidance text in paragraphs; words between back-ticks in fixed width. Everything is encoded.</summary>
public sealed partial class Prose
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    private static IEnumerable<(string Part, bool Code)> Parts(string paragraph) =>
        paragraph.Split('`').Select((part, index) => (part, index % 2 == 1)).Where(pair => pair.part.Length > 0);
}
