using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>
/// A lead takes the view of a tenant, and gives it back: the session's cookie, which only the server can write, names the tenant, so the rights of one are all that
/// is left. Both are in the audit log. A new sign-in ends it.
/// </summary>
internal static class TenantView
{
    /// <summary>POST with <c>tenant</c> takes the view, without gives it back.</summary>
    public const string Path = "/account/view-as";

    public static void MapTenantView(this WebApplication app) => app.MapPost(Path, ChangeAsync);

    private static async Task<IResult> ChangeAsync(HttpContext context, TenantRegistry tenants, [FromForm] string? tenant)
    {
        if (!context.User.IsInRole(Roles.Lead) || (await context.AuthenticateAsync(Session.Scheme)) is not { Principal.Identity: ClaimsIdentity own } ticket)
            return Results.Forbid(authenticationSchemes: [Session.Scheme]);
        var viewer = Viewer.From(context.User);
        var identity = own.Clone();
        foreach (var claim in identity.FindAll(Viewer.ViewAsClaim).ToList())
            identity.RemoveClaim(claim);
        if (string.IsNullOrEmpty(tenant))
        {
            if (viewer.ViewsAs is { } left)
                await tenants.NoteViewAsync(viewer.Actor, left, begins: false, context.RequestAborted);
        }
        else
        {
            if (!await tenants.NoteViewAsync(viewer.Actor, tenant, begins: true, context.RequestAborted))
                return Results.NotFound();
            identity.AddClaim(new(Viewer.ViewAsClaim, tenant));
        }
        await context.SignInAsync(Session.Scheme, new(identity), ticket.Properties);
        return Results.LocalRedirect("/");
    }
}
