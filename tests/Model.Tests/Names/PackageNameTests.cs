using Posture.Model.Names;

namespace Posture.Model.Tests.Names;

/// <summary>Packages by their package URL, under the names that scanners use.</summary>
public sealed class PackageNameTests
{
    [Theory]
    [InlineData("pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12", "deb openssl 3.0.11-1~deb12u2 ")]
    [InlineData("pkg:rpm/redhat/openssl@3.0.7?arch=x86_64&epoch=1", "rpm openssl 3.0.7 1")]
    [InlineData("pkg:maven/org.apache.logging/log4j-core@2.14.1", "maven org.apache.logging:log4j-core 2.14.1 ")]
    [InlineData("pkg:npm/%40scope/name@1.0.0", "npm @scope/name 1.0.0 ")]
    [InlineData("pkg:npm/@scope/name", "npm @scope/name  ")]
    [InlineData("PKG:PyPI/Py_YAML@5", "pypi py-yaml 5 ")]
    [InlineData("pkg:golang/github.com/Masterminds/goutils@v1.1.0#sub/path", "golang github.com/masterminds/goutils v1.1.0 ")]
    [InlineData("pkg:deb/openssl", "deb openssl  ")]
    [InlineData("pkg:deb", null)]
    [InlineData("openssl", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Url_IsReadAsScannersName(string? url, string? expected) =>
        Assert.Equal(expected, PackageName.OfUrl(url) is { } name ? $"{name.Type} {name.Name} {name.Version} {name.Epoch}" : null);

    [Theory]
    [InlineData("pkg:deb/debian/libssl3@3.0.1", "deb", "libssl3", "3.0.1", true)]
    [InlineData("pkg:deb/debian/libssl3", "deb", "libssl3", "9", true)]
    [InlineData("pkg:deb/debian/libssl3@3.0.1", "deb", "libssl3", "3.0.2", false)]
    [InlineData("pkg:deb/debian/libssl3@3.0.1", "", "libssl3", "3.0.1", true)]
    [InlineData("pkg:deb/debian/libssl3@3.0.1", "npm", "libssl3", "3.0.1", false)]
    [InlineData("pkg:deb/debian/libssl3@3.0.1", "deb", "libssl", "3.0.1", false)]
    [InlineData("pkg:rpm/redhat/openssl@3?epoch=1", "rpm", "openssl", "1:3", true)]
    [InlineData("pkg:pypi/py-yaml", "pypi", "Py_YAML", "5", true)]
    public void Package_IsMeant_ByTypeNameAndVersion(string url, string type, string name, string installed, bool expected) =>
        Assert.Equal(expected, PackageName.OfUrl(url)!.Value.Means(type, name, installed));

    [Theory]
    [InlineData("debian", "deb")]
    [InlineData("GoBinary", "golang")]
    [InlineData("suse linux enterprise server", "rpm")]
    [InlineData("something new", "something new")]
    [InlineData(null, "")]
    public void Type_OfTheScanner_IsThatOfPackageUrls(string? word, string expected) => Assert.Equal(expected, PackageName.TypeOf(word));
}
