using System.Text.Json;
using System.Xml.Linq;

namespace Posture.Architecture.Tests;

/// <summary>What is shipped is known, listed, and held against advisories (ASVS 15.1.2, 15.2.1).</summary>
public sealed class SupplyTests
{
    private static string Version => XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Writes it, too: <c>artifacts/posture.cdx.json</c> is what a release attaches.</summary>
    [Fact]
    public void BillOfMaterials_ListsEveryPackageThatIsShipped()
    {
        var text = BillOfMaterials.Write(LockFile.Under("src"), Version);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts"));
        File.WriteAllText(Path.Combine(folder.FullName, "posture.cdx.json"), text);
        using var bill = JsonDocument.Parse(text);
        var listed = bill.RootElement.GetProperty("components").EnumerateArray().Select(component => component.GetProperty("purl").GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // Not the lock files again: what the build says that the two programs load.
        var shipped = new[] { "Posture.Dashboard.deps.json", "posture.deps.json" }.SelectMany(Loaded).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        Assert.True(shipped.Count > 50, $"only {shipped.Count} packages");
        Assert.Equal([], shipped.Where(package => !listed.Contains(package)));
        Assert.Equal([], LockFile.Under("src").SelectMany(file => file.Packages).Select(package => package.Ref).Where(package => !listed.Contains(package)));
    }

    [Fact]
    public void BillOfMaterials_SaysWhatNeedsWhat_AndNamesNothingThatItDoesNotList()
    {
        using var bill = JsonDocument.Parse(BillOfMaterials.Write(LockFile.Under("src"), Version));
        var root = bill.RootElement;
        Assert.Equal(("CycloneDX", "1.6", 1), (root.GetProperty("bomFormat").GetString(), root.GetProperty("specVersion").GetString(), root.GetProperty("version").GetInt32()));
        var names = root.GetProperty("components").EnumerateArray().Select(component => component.GetProperty("bom-ref").GetString()!).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        var needs = root.GetProperty("dependencies").EnumerateArray().ToDictionary(
            entry => entry.GetProperty("ref").GetString()!,
            entry => entry.GetProperty("dependsOn").EnumerateArray().Select(need => need.GetString()!).ToList(),
            StringComparer.Ordinal);
        Assert.Equal(names.Append("pkg:generic/posture@" + Version).Order(StringComparer.Ordinal), needs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([], needs.Values.SelectMany(all => all).Except(names, StringComparer.Ordinal));
        // Everything is there because something asked for it.
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(needs["pkg:generic/posture@" + Version]);
        while (open.TryPop(out var next))
            if (reached.Add(next))
                needs[next].ForEach(open.Push);
        Assert.Equal(names.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void BillOfMaterials_IsTheSameForTheSameLockFiles() =>
        Assert.Equal(BillOfMaterials.Write(LockFile.Under("src"), Version), BillOfMaterials.Write([.. LockFile.Under("src").Reverse()], Version));

    [Fact]
    public void EveryProject_HasALockFile()
    {
        var projects = Repository.Sources("src", "*.csproj").Concat(Repository.Sources("tests", "*.csproj")).ToList();
        Assert.NotEmpty(projects);
        Assert.Equal([], projects.Where(project => !File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"))));
    }

    /// <summary>Advisories end the build; that they could not be asked for does not.</summary>
    [Fact]
    public void KnownVulnerabilities_EndTheBuild()
    {
        var properties = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("PropertyGroup").Elements().ToLookup(element => element.Name.LocalName, element => element.Value);
        Assert.Equal(["true"], properties["NuGetAudit"]);
        Assert.Equal(["all"], properties["NuGetAuditMode"]);
        Assert.Equal(["moderate"], properties["NuGetAuditLevel"]);
        Assert.Equal(["true"], properties["TreatWarningsAsErrors"]);
        Assert.Equal(["$(WarningsNotAsErrors);NU1900"], properties["WarningsNotAsErrors"]);
        Assert.DoesNotContain(properties["NoWarn"], value => value.Contains("NU190", StringComparison.Ordinal));
        Assert.Equal([], XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("NuGetAuditSuppress"));
    }

    private static IEnumerable<string> Loaded(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)));
        return [.. document.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => "pkg:nuget/" + library.Name.Replace('/', '@'))];
    }
}
