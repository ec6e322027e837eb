using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Programs;

/// <summary>Tokens or applications, to be ended one by one; asked twice, for what uses it stops.</summary>
public sealed partial class ProgramTable
{
    private Guid? _asks;

    [Parameter, EditorRequired]
    public IReadOnlyList<ProgramRow> Rows { get; set; } = [];

    /// <summary>Whether they have an end of their own.</summary>
    [Parameter]
    public bool Ends { get; set; }

    /// <summary>When the rows were read.</summary>
    [Parameter]
    public DateTimeOffset Now { get; set; }

    /// <summary>Whether one can be ended now.</summary>
    [Parameter]
    public bool CanEnd { get; set; } = true;

    /// <summary>What ending is called.</summary>
    [Parameter, EditorRequired]
    public string End { get; set; } = "";

    /// <summary>Ends one.</summary>
    [Parameter, EditorRequired]
    public EventCallback<Guid> OnEnd { get; set; }

    private bool Disabled => !RendererInfo.IsInteractive || !CanEnd;

    private Task EndAsync(ProgramRow row)
    {
        _asks = null;
        return OnEnd.InvokeAsync(row.Id);
    }
}
