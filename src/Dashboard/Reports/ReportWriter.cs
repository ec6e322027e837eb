using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Posture.Dashboard.Reports.Document;

namespace Posture.Dashboard.Reports;

/// <summary>Renders the report's document in its language: one HTML file without script, picture or address, which browser and printer show alike.</summary>
internal sealed class ReportWriter(IServiceScopeFactory services, ILoggerFactory loggers)
{
    public async Task<byte[]> HtmlAsync(ReportModel model, ReportCover cover, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Of this flow only: an asynchronous method's culture does not reach its caller.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(model.Request.Language);
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ReportDocument.Report)] = model,
                [nameof(ReportDocument.Cover)] = cover,
            });
            return (await renderer.RenderComponentAsync<ReportDocument>(parameters)).ToHtmlString();
        });
        return Encoding.UTF8.GetBytes(html);
    }
}

/// <summary>What is of the making of a report and not of its content.</summary>
/// <param name="Id">Report id.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="AskedAt">When.</param>
public sealed record ReportCover(Guid Id, string AskedBy, DateTimeOffset AskedAt);
