using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Layout;

/// <summary>The one answer to what is not there and to what is not the viewer's: also in its status, for who does not read pages.</summary>
public sealed partial class NotFoundBody
{
    /// <summary>While a page is written for the first time; none in a circuit.</summary>
    [CascadingParameter]
    private HttpContext? Context { get; set; }

    protected override void OnInitialized()
    {
        if (Context?.Response is { HasStarted: false } response)
            response.StatusCode = StatusCodes.Status404NotFound;
    }
}
