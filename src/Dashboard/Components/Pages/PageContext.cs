using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Live;
using Posture.Model.Tenancy;

namespace Posture.Dashboard.Components.Pages;

/// <summary>What every page needs: who looks, the address, the time, the live signals.</summary>
internal sealed partial class PageContext(
    CurrentViewer viewer, NavigationManager navigation, LiveFeed live, AccessSignals access, Handover handover, TimeProvider time, ILogger<PageContext> logger)
{
    /// <summary>What the viewer may see one by one, asked anew at every load.</summary>
    public async Task<ViewScope> ScopeAsync() => (await viewer.GetAsync()).Scope;

    /// <summary>What the viewer may see of numbers, asked anew at every load.</summary>
    public async Task<ViewScope> OverviewAsync() => (await viewer.GetAsync()).Overview;

    public NavigationManager Navigation => navigation;

    public LiveFeed Live => live;

    public AccessSignals Access => access;

    public Handover Handover => handover;

    public DateTimeOffset Now => time.GetUtcNow();

    public PageQuery Query => PageQuery.Of(navigation.Uri);

    /// <summary>Logs what a page could not load and gives back the reference to show.</summary>
    public string Report(Exception exception)
    {
        var reference = Guid.CreateVersion7().ToString("N")[..12];
        LogFailed(reference, new Uri(navigation.Uri).AbsolutePath, exception);
        return reference;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "page load {Reference} of {Path} failed")]
    private partial void LogFailed(string reference, string path, Exception exception);
}
