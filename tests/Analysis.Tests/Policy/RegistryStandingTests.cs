using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Policy;

/// <summary>What the policy says of an image by its name: class, mirror, retirement, and whether its tag floats.</summary>
public sealed class RegistryStandingTests
{
    private static readonly PosturePolicy Policy = PosturePolicy.Default with
    {
        OwnRegistries = ["registry.example.com", "ghcr.io/acme"],
        AllowedRegistries = ["registry.example.com", "registry.example.com/vendor", "quay.io/team", "trusted.example"],
        MirroredRegistries = ["quay.io/mirrored"],
        RetiredRegistries = [new("old.example", "registry.example.com/old"), new("k8s.gcr.io/pause", "registry.example.com/pause")],
        Mirrors =
        [
            new("docker.io", "registry.example.com/hub"), new("docker.io/library", "registry.example.com/official"), new("ghcr.io", "mirror.example.org"), new("quay.io", "quay.io/copies"),
            new("gcr.io", "old.example/gcr"), new("mcr.microsoft.com", "registry/mcr"),
        ],
    };

    [Theory]
    [InlineData("registry.example.com/shop/web:1", ImageStanding.Own)]
    [InlineData("registry.example.com/vendor/web:1", ImageStanding.Trusted)] // the longer entry
    [InlineData("registry.example.com/vendored/web:1", ImageStanding.Own)] // no "/" boundary
    [InlineData("ghcr.io/acme/web", ImageStanding.Own)]
    [InlineData("ghcr.io/acme-evil/web", ImageStanding.Public)]
    [InlineData("quay.io/team/web", ImageStanding.Trusted)]
    [InlineData("quay.io/other/web", ImageStanding.Public)]
    [InlineData("quay.io/mirrored/web", ImageStanding.Mirrored)]
    [InlineData("nginx", ImageStanding.Public)]
    [InlineData("trusted.example/web", ImageStanding.Trusted)]
    [InlineData("registry.example.com.evil.io/shop/web", ImageStanding.Unknown)]
    [InlineData("evil.io/registry.example.com/shop/web", ImageStanding.Unknown)]
    [InlineData("registry.example.com:5000/shop/web", ImageStanding.Unknown)]
    [InlineData("notquay.io/team/web", ImageStanding.Unknown)]
    public void Class_IsThatOfTheLongestEntryOnABoundary(string image, string expected) => Assert.Equal(expected, Policy.ClassOf(Of(image)));

    [Theory]
    [InlineData("nginx:1", "registry.example.com/official/nginx")] // the longer rule
    [InlineData("docker.io/acme/web:1", "registry.example.com/hub/acme/web")]
    [InlineData("docker.io.evil.io/acme/web:1", null)]
    [InlineData("registry.k8s.io/pause:3", null)] // no rule
    [InlineData("ghcr.io/x/web:1", null)] // not on the allow-list
    [InlineData("quay.io/other/web:1", null)] // neither on the allow-list
    [InlineData("gcr.io/x/web:1", null)] // a retired one is no answer
    [InlineData("mcr.microsoft.com/x:1", null)] // a short name, which a runtime looks for on Docker Hub
    public void Mirror_IsTheCopyThatThePolicyLetsThrough(string image, string? expected) => Assert.Equal(expected, Policy.StandingOf(Of(image)).Mirror);

    [Fact]
    public void Mirror_OnAPublicRegistry_IsNone()
    {
        var policy = PosturePolicy.Default with { Mirrors = [new("docker.io", "quay.io/copies")] };
        Assert.Null(policy.MirrorOf(Of("nginx")));
        Assert.Equal("quay.io/copies/library/nginx", (policy with { MirroredRegistries = ["quay.io/copies"] }).MirrorOf(Of("nginx")));
        Assert.Null((policy with { Mirrors = [new("docker.io", "k8s.gcr.io/copies")] }).MirrorOf(Of("nginx")));
    }

    [Theory]
    [InlineData("k8s.gcr.io/ingress-nginx/controller:v1", "k8s.gcr.io", "registry.k8s.io/ingress-nginx/controller")]
    [InlineData("k8s.gcr.io/pause:3", "k8s.gcr.io/pause", "registry.example.com/pause")] // what the policy says comes first
    [InlineData("docker.pkg.github.com/acme/repo/web:1", "docker.pkg.github.com", "ghcr.io/acme/repo/web")]
    [InlineData("bitnami/redis:7", "docker.io/bitnami", null)]
    [InlineData("bitnami/sealed-secrets-controller:1", null, null)]
    [InlineData("bitnamilegacy/redis:7", "docker.io/bitnamilegacy", null)]
    [InlineData("bitnamisecure/redis:latest", null, null)]
    [InlineData("gcr.io/kubebuilder/kube-rbac-proxy:v0.13", "gcr.io/kubebuilder/kube-rbac-proxy", "registry.k8s.io/kubebuilder/kube-rbac-proxy")]
    [InlineData("gcr.io/distroless/static:nonroot", null, null)]
    [InlineData("old.example/team/web:1", "old.example", "registry.example.com/old/team/web")]
    [InlineData("old.example.com/team/web:1", null, null)]
    [InlineData("k8s.gcr.io.evil.io/pause", null, null)]
    public void Retirement_IsKnownOrOfThePolicy(string image, string? retired, string? successor)
    {
        var standing = Policy.StandingOf(Of(image));
        Assert.Equal((retired, successor), (standing.Retired, standing.Successor));
    }

    [Fact]
    public void Retirement_HasItsDayWhereItsOwnerNamesOne() => Assert.Equal(
        (new DateOnly(2023, 4, 3), null, null), (RetiredRegistry.SinceOf("k8s.gcr.io"), RetiredRegistry.SinceOf("docker.pkg.github.com"), RetiredRegistry.SinceOf("old.example")));

    [Theory]
    [InlineData("web.example/a", true)]
    [InlineData("web.example/a:Latest", true)]
    [InlineData("web.example/a:1.2", false)]
    [InlineData("web.example/a@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Tag_Floats_ByConvention(string image, bool floats) => Assert.Equal(floats, Policy.StandingOf(Of(image)).IsFloating);

    /// <summary>The list of images in use carries it, for references that are none too.</summary>
    [Fact]
    public void Uses_CarryIt()
    {
        var inventory = Manifests.Inventory("""
            { apiVersion: v1, kind: Pod, metadata: { name: a, namespace: shop }, spec: { containers: [{ name: a, image: "registry.example.com/shop/web:1" }, { name: b, image: "two words" }] } }
            """);
        var used = Assert.Single(new ImageUses(new("prod", inventory, Policy)).TakeChanges());

        Assert.Equal([ImageStanding.Own, ImageStanding.Unknown], used.Uses.Select(use => use.Standing!.Class));
    }

    private static ImageReference Of(string image) => ImageReference.Parse(image)!.Value;
}
