namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>Where help is, and what the words mean.</summary>
public sealed partial class HelpPage
{
    private static readonly string[] Glossary = ["Control", "Finding", "Coverage", "Snapshot", "Drift", "Bounds"];
}
