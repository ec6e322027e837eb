using Posture.Analysis.Catalogue;
using Posture.Analysis.Frameworks;
using Posture.TestKit;
using YamlDotNet.RepresentationModel;

namespace Posture.Analysis.Tests.Frameworks;

/// <summary>Frameworks as data: every item once, every reference of the catalogue known, and both as the catalogue's source has them.</summary>
public sealed class FrameworkTests
{
    /// <summary>References to what is no item: ATT&amp;CK's T1557 is not of the Containers platform; SOC 2 names the Kubescape controls through which it is mapped.</summary>
    private static readonly string[] NoItems = ["T1557", "C-0012", "C-0035", "C-0067", "C-0186", "C-0260", "C-0263", "C-0264"];

    /// <summary>Where an item is decided by other controls than those that refer to it: see the remarks in the files.</summary>
    private static readonly string[] NamedItems =
    [
        "pss capabilities_baseline", "pss restrictedVolumes", "soc2 CC6.1", "soc2 CC6.2", "soc2 CC6.6", "soc2 CC6.7", "soc2 CC6.8", "mitre-attack T1036", "mitre-attack T1053",
        "mitre-attack T1204", "mitre-attack T1543", "mitre-attack T1552", "mitre-attack T1562",
    ];

    public static TheoryData<string> Ids => [.. Framework.All.Select(framework => framework.Id)];

    [Theory]
    [InlineData("nsa", 16, 6, 2, 6)]
    [InlineData("pss", 19, 0, 0, 0)]
    [InlineData("cis-1.12", 89, 8, 33, 1)]
    [InlineData("cis-2.0.1", 89, 8, 33, 1)]
    [InlineData("cis-eks", 21, 6, 22, 1)]
    [InlineData("cis-aks", 23, 6, 22, 0)]
    [InlineData("cis-gke", 16, 13, 28, 0)]
    [InlineData("nist-800-190", 10, 10, 2, 2)]
    [InlineData("owasp-2025", 7, 3, 0, 0)]
    [InlineData("owasp-2022", 7, 3, 0, 0)]
    [InlineData("mitre-attack", 0, 41, 0, 7)]
    [InlineData("ms-threat-matrix", 0, 38, 0, 2)]
    [InlineData("pci-dss-4", 0, 12, 0, 27)]
    [InlineData("pci-containers", 9, 4, 2, 1)]
    [InlineData("soc2", 0, 8, 0, 53)]
    public void Framework_CountsByAssessment_AreKnown(string id, int automatic, int partial, int ingested, int manual)
    {
        var framework = Framework.Find(id)!;

        Assert.Equal(
            [automatic, partial, ingested, manual],
            Enum.GetValues<Assessment>().Select(how => framework.Requirements.Count(requirement => requirement.Assessment == how)));
    }

    [Fact]
    public void Frameworks_Ids_AreDistinctAndAllAreCounted()
    {
        Assert.Equal(15, Framework.All.Count);
        Assert.Equal(Framework.All.Count, Framework.All.Select(framework => framework.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Null(Framework.Find("none"));
        Assert.Null(Framework.Find(null));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Framework_Items_AreDistinctAndTitledInBothLanguages(string id)
    {
        var framework = Framework.Find(id)!;

        Assert.Equal(framework.Requirements.Count(), framework.Requirements.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(framework.Groups.Count, framework.Groups.Select(group => group.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(framework.Groups, group => Assert.NotEmpty(group.Requirements));
        Assert.All(
            framework.Requirements.Select(item => item.Title).Concat(framework.Groups.Select(group => group.Title)).Append(framework.Note), title =>
            {
                Assert.True(title.English.Length > 0 && title.English.All(char.IsAscii), title.English);
                Assert.False(string.IsNullOrWhiteSpace(title.Chinese), title.English);
            });
        Assert.All(framework.Requirements, item => Assert.True(item.Title.English.Length <= 70, $"{item.Id}: a short title"));
        Assert.All(framework.Requirements.Where(item => item.Assessment == Assessment.Automatic), item => Assert.NotEmpty(item.Controls));
        Assert.Contains(framework.Requirements, item => item.Controls.Count > 0);
    }

    [Fact]
    public void Catalogue_References_AreItemsOfTheirFramework()
    {
        foreach (var framework in Framework.All.Where(framework => framework.Reference.Length > 0))
        {
            var referenced = ControlCatalogue.Default.Controls.SelectMany(control => control.References.GetValueOrDefault(framework.Reference, [])).ToList();
            Assert.NotEmpty(referenced);
            Assert.Empty(referenced.Except(framework.Requirements.Select(item => item.Id), StringComparer.Ordinal).Except(NoItems, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Items_Controls_AreThoseThatReferToThemButForTheNamed()
    {
        var apart = Framework.All.Where(framework => framework.Reference.Length > 0).SelectMany(framework => framework.Requirements
            .Where(item => !item.Controls.ToHashSet().SetEquals(ControlCatalogue.Default.Controls.Where(control =>
                control.References.GetValueOrDefault(framework.Reference, []).Contains(item.Id, StringComparer.Ordinal))))
            .Select(item => $"{framework.Id} {item.Id}"));

        Assert.Equal(NamedItems.Order(StringComparer.Ordinal), apart.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Items_ControlsAndClasses_AreThoseOfTheCatalogueSource()
    {
        Assert.SkipUnless(SharedFolder.Find(".") is { } folder && File.Exists(Path.Combine(folder, "controls.yaml")), "../shared/controls.yaml is not there: the frameworks cannot be compared");
        var yaml = new YamlStream();
        using (var text = File.OpenText(Path.Combine(SharedFolder.Find(".")!, "controls.yaml")))
            yaml.Load(text);
        var source = yaml.Documents[0].RootNode["frameworks"];

        Compare("nsa", source["nsa_cisa"]["controls"], "key");
        Compare("pss", source["pod_security_standards"]["controls"], "id");
        Compare("cis-1.12", source["cis_kubernetes"]["controls"], "id");
        Compare("cis-2.0.1", source["cis_kubernetes"]["controls"], "id");
        Compare("cis-eks", source["cis_managed"]["eks-1.8.0"]["controls"], "id");
        Compare("cis-aks", source["cis_managed"]["aks-1.8"]["controls"], "id");
        Compare("cis-gke", source["cis_managed"]["gke-1.9.0"]["controls"], "id");
        Compare("nist-800-190", source["nist_sp_800_190"], "section");
        Compare("owasp-2022", source["owasp_k8s_2022"], "id");
        Compare("owasp-2025", source["owasp_k8s_2025"], "id");
        Compare("pci-containers", source["pci_container_guidance_2022"], "section");
        // The class of these says where evidence comes from, not that it decides: with controls in part, without them a person's matter.
        Compare("mitre-attack", source["mitre_attack_containers"]["techniques"], "id", HasControls);
        Compare("ms-threat-matrix", source["microsoft_threat_matrix"], "id", HasControls);
        Compare("pci-dss-4", source["pci_dss_4_via_cac"], "id", node => Scalar(node, "cac_status") == "manual" ? "manual" : HasControls(node));
        CompareCriteria(source["soc2_via_kubescape"]);
    }

    private static void Compare(string id, YamlNode items, string key, Func<YamlMappingNode, string>? classOf = null)
    {
        var framework = Framework.Find(id)!;
        var written = ((YamlSequenceNode)items).Cast<YamlMappingNode>().ToDictionary(node => Scalar(node, key), StringComparer.Ordinal);
        var own = framework.Requirements.ToDictionary(item => item.Id, StringComparer.Ordinal);
        Assert.Empty(written.Keys.Except(own.Keys, StringComparer.Ordinal));
        // The rest of a requirement of PCI DSS is an item of ours.
        Assert.All(own.Keys.Except(written.Keys, StringComparer.Ordinal), item => Assert.EndsWith(".*", item, StringComparison.Ordinal));
        Assert.All(written, pair =>
        {
            Assert.Equal(Checks(pair.Value).Order(StringComparer.Ordinal), own[pair.Key].Controls.Select(control => control.Id).Order(StringComparer.Ordinal));
            Assert.Equal(classOf?.Invoke(pair.Value) ?? Scalar(pair.Value, "evaluation"), own[pair.Key].Class);
        });
    }

    private static void CompareCriteria(YamlNode mapping)
    {
        var written = ((YamlSequenceNode)mapping).Cast<YamlMappingNode>()
            .SelectMany(node => ((YamlSequenceNode)node["criteria"]).SelectMany(criterion => Checks(node).Select(check => (Criterion: $"{criterion}", Check: check))))
            .ToLookup(pair => pair.Criterion, pair => pair.Check, StringComparer.Ordinal);
        var framework = Framework.Find("soc2")!;
        Assert.Empty(written.Select(group => group.Key).Except(framework.Requirements.Select(item => item.Id), StringComparer.Ordinal));
        Assert.All(framework.Requirements, item =>
        {
            Assert.Equal(written[item.Id].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), item.Controls.Select(control => control.Id).Order(StringComparer.Ordinal));
            Assert.Equal(written.Contains(item.Id) ? "api-partial" : "manual", item.Class);
        });
    }

    private static string HasControls(YamlMappingNode node) => Checks(node).Any() ? "api-partial" : "manual";

    /// <summary>Its checks; of a technique without own ones those of its sub-techniques.</summary>
    private static IEnumerable<string> Checks(YamlMappingNode node) => new[] { "checks", "checks_of_sub_techniques" }
        .SelectMany(key => node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Select(check => $"{check}") : []).Distinct(StringComparer.Ordinal);

    private static string Scalar(YamlMappingNode node, string key) => $"{node[key]}";
}
