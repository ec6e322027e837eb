using Posture.Dashboard.Components.Pages.Clusters;
using Posture.Dashboard.Components.Pages.Drift;
using Posture.Dashboard.Components.Pages.FindingDetails;
using Posture.Dashboard.Components.Pages.Fleet;
using Posture.Dashboard.Components.Pages.Help;
using Posture.Dashboard.Components.Pages.Identities;
using Posture.Dashboard.Components.Pages.Layers;
using Posture.Dashboard.Components.Pages.Network;
using Posture.Dashboard.Components.Pages.PeoplePages;
using Posture.Dashboard.Components.Pages.Programs;
using Posture.Dashboard.Live;
using Posture.Dashboard.Reports;

namespace Posture.Dashboard.Components.Pages;

/// <summary>Readers that pages load through.</summary>
internal static class PageServices
{
    public static IServiceCollection AddPageReaders(this IServiceCollection services) => services
        .AddScoped<PageContext>()
        .AddScoped<PeopleDesk>()
        .AddScoped<ProgramDesk>()
        .AddScoped<Handover>()
        .AddSingleton<HandoverShelf>()
        .AddSingleton<FleetReader>()
        .AddSingleton<FindingReader>()
        .AddSingleton<RemedyReader>()
        .AddSingleton<ClusterReader>()
        .AddSingleton<LayerReader>()
        .AddSingleton<DriftReader>()
        .AddSingleton<ScoreReader>()
        .AddSingleton<NetworkReader>()
        .AddSingleton<IdentitiesReader>()
        .AddSingleton<SubjectReader>()
        .AddReports();
}
