using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.ApiServer;

/// <summary>Errors in the words of an API server.</summary>
internal static class StatusAnswer
{
    public const string ContinueTooOld =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the "
        + "continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - "
        + "objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

    public static JsonObject Of(int code, string reason, string message, JsonObject? details = null, string? continuation = null)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = continuation is null ? [] : new JsonObject { ["continue"] = continuation },
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
        };
        if (details is not null)
            status["details"] = details;
        status["code"] = code;
        return status;
    }

    public static Task SendAsync(HttpContext context, JsonObject status)
    {
        context.Response.StatusCode = (int)status["code"]!;
        return JsonAnswer.SendAsync(context, status);
    }

    public static Task ForbiddenAsync(HttpContext context, SimulatedUser user, RequestTarget target)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var what = target.Type is null
            ? $"forbidden: User \"{user.Name}\" cannot {target.Verb} path \"{context.Request.Path}\""
            : $"{target.Resource} is forbidden: User \"{user.Name}\" cannot {target.Verb} resource \"{target.Resource}\" in API group \"{target.Group}\" "
                + (target.Namespace is null ? "at the cluster scope" : $"in the namespace \"{target.Namespace}\"");
        var details = new JsonObject();
        if (target.Name is not null)
            details["name"] = target.Name;
        if (target.Group.Length > 0)
            details["group"] = target.Group;
        if (target.Type is not null)
            details["kind"] = target.Resource;
        return SendAsync(context, Of(403, "Forbidden", what, details));
    }

    public static Task NotFoundAsync(HttpContext context, RequestTarget target)
    {
        var details = new JsonObject { ["name"] = target.Name };
        if (target.Group.Length > 0)
            details["group"] = target.Group;
        details["kind"] = target.Resource;
        var qualified = target.Group.Length > 0 ? $"{target.Resource}.{target.Group}" : target.Resource;
        return SendAsync(context, Of(404, "NotFound", $"{qualified} \"{target.Name}\" not found", details));
    }
}
