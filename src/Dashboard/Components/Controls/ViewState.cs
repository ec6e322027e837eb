namespace Posture.Dashboard.Components.Controls;

/// <summary>The named states that a view can be in besides showing its data.</summary>
public enum ViewState
{
    /// <summary>First data is on its way.</summary>
    Loading,
    /// <summary>Nothing is connected yet.</summary>
    EmptyFirst,
    /// <summary>Assessed, and nothing to show: good.</summary>
    EmptyClean,
    /// <summary>Filters hide everything.</summary>
    EmptyFilter,
    /// <summary>Could not be assessed: unknown, not good.</summary>
    NotAssessed,
    /// <summary>Outside the viewer's scope.</summary>
    NoAccess,
    /// <summary>Shown, but old.</summary>
    Stale,
    /// <summary>Some sources did not answer.</summary>
    Partial,
    /// <summary>Failed.</summary>
    Error,
    /// <summary>No connection.</summary>
    Offline,
}
