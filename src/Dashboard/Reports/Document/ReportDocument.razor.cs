using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Reports.Document;

/// <summary>The report as one HTML file. Everything that a cluster wrote is text, encoded by the renderer; the style holds only our own words and hex digits.</summary>
public sealed partial class ReportDocument
{
    private const int MaxSnapshots = 8;

    private static readonly string Sheet = ReadSheet();

    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;

    [Parameter, EditorRequired]
    public ReportCover Cover { get; set; } = default!;

    private string Style => $$"""
        <style>
        {{Sheet}}
        @page {
          @top-left { content: "{{Quoted(Loc[nameof(ReportsText.DocTitle)] + " · " + Report.Request.Framework.Name)}}"; }
          @top-right { content: "{{Cover.Id}}"; }
          @bottom-left { content: "{{Quoted(Snapshots)}}\A {{Quoted(Loc[nameof(ReportsText.Hash)])}} {{Report.Hash}}"; }
          @bottom-right { content: "{{Quoted(Loc[nameof(ReportsText.DocPage)])}} " counter(page) " {{Quoted(Loc[nameof(ReportsText.DocPageOf)])}} " counter(pages) " {{Quoted(Loc[nameof(ReportsText.DocPageEnd)])}}"; }
        }
        </style>
        """;

    /// <summary>Ids on every page: whole while two fit a line, else their last twelve digits, which no two snapshots of a fleet share.</summary>
    private string Snapshots
    {
        get
        {
            var all = Report.Clusters.Select(line => line.Cluster.Snapshot).OfType<Guid>().ToList();
            var shown = all.Take(MaxSnapshots).Select(id => all.Count <= 2 ? id.ToString() : id.ToString("N")[^12..]);
            var more = all.Count > MaxSnapshots ? " " + Loc[nameof(ReportsText.DocMoreSnapshots), all.Count - MaxSnapshots] : "";
            return Loc[nameof(ReportsText.DocSnapshots)] + " " + string.Join(" ", shown) + more;
        }
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        foreach (var c in text)
            quoted.Append(c is '"' or '\\' or '<' or '>' || char.IsControl(c) ? ' ' : c);
        return quoted.ToString();
    }

    private static string ReadSheet()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css") ?? throw new InvalidOperationException("report.css is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
