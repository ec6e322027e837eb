using Posture.Collectors.Kinds;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Tests.Kinds;

public sealed class ManifestReaderTests
{
    [Theory]
    [InlineData("{apiVersion: apps/v1, kind: DeploymentList, items: [{metadata: {name: a}}, {metadata: {name: b}}]}")]
    [InlineData("{apiVersion: v1, kind: List, items: [{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}, {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}]}")]
    [InlineData("[{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}, {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}]")]
    [InlineData("- {apiVersion: apps/v1, kind: DeploymentList, items: [{metadata: {name: a}}]}\n- {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}")]
    public void Read_ListOrSequence_GivesItsObjects(string text)
    {
        var (objects, errors) = Read(text);

        Assert.Empty(errors);
        Assert.Equal(["a", "b"], objects.Select(item => Assert.IsType<Deployment>(item).Name));
        Assert.All(objects, item => Assert.Equal(("apps/v1", "Deployment"), (item.ApiVersion, item.Kind)));
    }

    [Theory]
    [InlineData("[a, b, c]")]
    [InlineData("- {name: a}\n- {name: b}")]
    [InlineData("{apiVersion: v1, kind: List, items: [{metadata: {name: a}}]}")]
    public void Read_WithoutAKind_IsReportedOnce(string text)
    {
        var (objects, errors) = Read(text);

        Assert.Empty(objects);
        Assert.Equal("manifest.no_kind", Assert.Single(errors).Code);
    }

    private static (List<KubeObject> Objects, List<SourceError> Errors) Read(string text)
    {
        var objects = new List<KubeObject>();
        var errors = new List<SourceError>();
        ManifestReader.Read(new StringReader(text), "f", objects.Add, _ => { }, errors.Add);
        return (objects, errors);
    }
}
