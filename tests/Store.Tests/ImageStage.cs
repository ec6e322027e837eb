using Posture.Model.Inventory;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Store.Tests;

/// <summary>Images and facts for tests: named by one letter each.</summary>
internal static class ImageStage
{
    public const string Shop = "registry.test/shop/web", Bank = "registry.test/bank/vault";

    public static string Digest(char letter) => "sha256:" + new string(letter, 64);

    public static ImageUse Use(string repository, string? tag, char? digest, string container = "app") => new(
        container, "main", $"{repository}{(tag is null ? "" : ":" + tag)}", repository.Split('/')[0], repository, tag, digest is { } letter ? Digest(letter) : null);

    public static WorkloadImages Runs(string ns, string name, params ImageUse[] uses) => new(new("apps/v1", "Deployment", ns, name), uses);

    public static ImageFacts Facts(char digest, string state, int minute = 0, string? code = null, string? signer = null) => new()
    {
        ApiVersion = "posture.dev/v1",
        Kind = "ImageFacts",
        Metadata = new() { Name = Digest(digest) },
        Spec = new()
        {
            Source = "registry.test",
            CheckedAt = Stage.Start.AddMinutes(minute),
            Created = Stage.Start.AddDays(-30),
            Platforms = ["linux/amd64"],
            Trust = new() { State = state, Code = code, Reason = code is null ? null : $"because of {code}" },
            Signatures = signer is null ? [] : [new() { Signer = signer, Issuer = "https://issuer.test", At = Stage.Start.AddDays(-29) }],
        },
    };

    /// <summary>A scan of a minute; of each library "name installed→fixed SEVERITY ids".</summary>
    public static ImageScan Scan(char digest, int minute, params string[] libraries) => new()
    {
        Digest = Digest(digest),
        At = Stage.Start.AddMinutes(minute),
        IsWhole = true,
        Libraries = [.. libraries.Select(text => text.Split(' ')).Select(part => new ScannedLibrary
        {
            Type = "deb",
            Name = part[0],
            Installed = part[1].Split('→')[0],
            Fixed = part[1].Split('→')[1] is { Length: > 0 } fix ? fix : null,
            Severity = part[2],
            Ids = part[3..],
        })],
    };

    /// <summary>Facts that tell the day of the build and nothing else of use.</summary>
    public static ImageFacts Made(char digest, int day) => Facts(digest, "verified") with { Spec = Facts(digest, "verified").Spec with { Created = Stage.Start.AddDays(day) } };

    public static LibraryQuery Libraries(this Stage stage) => new(stage.Sources.Web);

    /// <summary>The whole state: these workloads and facts and nothing else.</summary>
    public static SnapshotCommit Whole(Stage stage, int minute, WorkloadImages[] images, params ImageFacts[] facts) =>
        Built.Commit(stage, minute, full: true) with { Images = images, Put = facts, Scores = [.. images.Select(of => of.Workload.Namespace).Distinct().Select(ns => new ScoreRow(ns, 0, Built.Scored(50)))] };

    public static ImageQuery Images(this Stage stage) => new(stage.Sources.Web);

    public static ImageShareQuery Shares(this Stage stage) => new(stage.Sources.Web);

    public static RebuildQuery Rebuilds(this Stage stage) => new(stage.Sources.Web);
}
