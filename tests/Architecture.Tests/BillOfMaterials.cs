using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Posture.Architecture.Tests;

/// <summary>
/// The software bill of materials (CycloneDX 1.6, JSON) of what is shipped: every package of the lock files under <c>src</c>, with what asked for it. The same lock files
/// give the same bytes: no clock, no random number.
/// </summary>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<LockFile> locks, string version)
    {
        // What one project asks for itself may come to another through a third.
        var packages = locks.SelectMany(file => file.Packages).GroupBy(package => package.Ref, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => same.First() with { Direct = same.Any(package => package.Direct), Needs = [.. same.SelectMany(package => package.Needs).Distinct().Order(StringComparer.Ordinal)] })
            .ToList();
        var resolved = packages.ToLookup(package => package.Name, StringComparer.OrdinalIgnoreCase);
        var root = "pkg:generic/posture@" + version;
        var content = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = root, ["name"] = "posture", ["version"] = version },
            },
            ["components"] = Array(packages.Select(Component)),
            ["dependencies"] = Array(packages.Select(package => Dependency(package.Ref, package.Needs.SelectMany(need => resolved[need]).Select(need => need.Ref)))
                .Prepend(Dependency(root, packages.Where(package => package.Direct).Select(package => package.Ref)))),
        };
        var document = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = "urn:uuid:" + new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString())).AsSpan(0, 16)),
            ["version"] = 1,
        };
        foreach (var (name, value) in content)
            document[name] = value!.DeepClone();
        return document.ToJsonString(Json) + "\n";
    }

    private static JsonObject Component(LockedPackage package)
    {
        var component = new JsonObject { ["type"] = "library", ["bom-ref"] = package.Ref, ["name"] = package.Name, ["version"] = package.Version, ["purl"] = package.Ref };
        if (LicenceOf(package) is { } licence)
            component["licenses"] = new JsonArray(new JsonObject { ["expression"] = licence });
        // NuGet's hash of the content without its signature, by which a restore is held to it; not the digest of a file, hence no "hashes".
        component["properties"] = new JsonArray(new JsonObject { ["name"] = "posture:nuget:contentHash", ["value"] = package.ContentHash });
        return component;
    }

    // What the package itself says, where it says it in the way of SPDX.
    private static string? LicenceOf(LockedPackage package)
    {
        var name = package.Name.ToLowerInvariant();
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var file = Path.Combine(folder, name, package.Version.ToLowerInvariant(), name + ".nuspec");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value
            : null;
    }

    private static JsonObject Dependency(string from, IEnumerable<string> to) =>
        new() { ["ref"] = from, ["dependsOn"] = Array(to.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))) };

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);
}
