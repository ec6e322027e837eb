using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Posture.Dashboard;

/// <summary>The document. Pages are interactive except those that need the response itself (sign-in), which are rendered statically.</summary>
public sealed partial class App
{
    /// <summary>Cookie that holds system, light or dark; written by the browser.</summary>
    internal const string ThemeCookie = "posture-theme";

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    private IComponentRenderMode? Mode => Context.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;

    private string ThemeChoice => Context.Request.Cookies[ThemeCookie] is "light" or "dark" ? Context.Request.Cookies[ThemeCookie]! : "system";
}
