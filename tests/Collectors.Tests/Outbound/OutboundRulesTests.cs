using System.Net;
using Posture.Collectors.Outbound;

namespace Posture.Collectors.Tests.Outbound;

/// <summary>P-15: which addresses a client may connect to, by who chose them.</summary>
public sealed class OutboundRulesTests
{
    private static readonly OutboundRules Uploaded = OutboundRules.Uploaded([]);

    [Theory]
    [InlineData("B-21", "127.0.0.1")]
    [InlineData("B-21", "127.255.255.254")]
    [InlineData("B-21", "::1")]
    [InlineData("B-21", "0.0.0.0")]
    [InlineData("B-21", "::")]
    [InlineData("B-22", "169.254.169.254")]
    [InlineData("B-22", "fd00:ec2::254")]
    [InlineData("B-22", "fd20:ce::254")]
    [InlineData("B-22", "168.63.129.16")]
    [InlineData("B-22", "100.100.100.200")]
    [InlineData("B-24", "::ffff:10.0.0.1")]
    [InlineData("B-24", "::ffff:127.0.0.1")]
    [InlineData("B-24", "::127.0.0.1")]
    [InlineData("B-24", "64:ff9b::a00:1")]
    [InlineData("B-24", "64:ff9b::a9fe:a9fe")]
    [InlineData("B-24", "64:ff9b:1::a00:1")]
    [InlineData("B-24", "2002:a00:1::")]
    [InlineData("B-24", "2002:7f00:1::1")]
    [InlineData("B-24", "2001:0:53aa:64c:0:fbff:f5ff:fffe")]
    [InlineData("", "10.1.2.3")]
    [InlineData("", "172.31.255.255")]
    [InlineData("", "192.168.0.1")]
    [InlineData("", "100.64.0.1")]
    [InlineData("", "fc00::1")]
    [InlineData("", "fe80::1")]
    [InlineData("", "fec0::1")]
    [InlineData("", "ff02::1")]
    [InlineData("", "224.0.0.1")]
    [InlineData("", "255.255.255.255")]
    [InlineData("", "240.0.0.1")]
    [InlineData("", "4000::1")]
    public void UploadedAddress_NotOfTheInternet_Refused(string id, string address) =>
        Assert.False(Uploaded.Allows("cluster.example", IPAddress.Parse(address)), $"{id} {address}");

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("::ffff:8.8.8.8")]
    public void UploadedAddress_OfTheInternet_Allowed(string address) => Assert.True(Uploaded.Allows("cluster.example", IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.20.0.5", true)]
    [InlineData("::ffff:10.20.0.5", true)]
    [InlineData("64:ff9b::a14:5", true)]
    [InlineData("10.21.0.5", false)]
    [InlineData("169.254.169.254", false)] // although the network that is named would hold it
    public void UploadedAddress_InANetworkThatAnAdministratorNamed_AllowedUnlessItIsForNobody(string address, bool allowed) =>
        Assert.Equal(allowed, OutboundRules.Uploaded([IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("169.254.0.0/16")]).Allows("cluster.example", IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://cluster.example:6443", "cluster.example", "10.0.0.7", true)]
    [InlineData("https://cluster.example:6443", "cluster.example", "fd12::7", true)]
    [InlineData("https://cluster.example:6443", "cluster.example", "169.254.169.254", false)]
    [InlineData("https://cluster.example:6443", "cluster.example", "127.0.0.1", false)] // a name of elsewhere that leads to this machine
    [InlineData("https://127.0.0.1:6443", "127.0.0.1", "127.0.0.1", true)]
    [InlineData("https://2130706433:6443", "127.0.0.1", "127.0.0.1", true)]
    [InlineData("https://[::1]:6443", "::1", "::1", true)]
    [InlineData("https://localhost:6443", "localhost", "::1", true)]
    [InlineData("https://localhost:6443", "other.example", "127.0.0.1", false)]
    [InlineData("https://localhost:6443", "localhost", "fe80::1", false)]
    public void ConfiguredAddress_MayBePrivate_AndThisMachineOnlyByItsName(string configured, string host, string address, bool allowed) =>
        Assert.Equal(allowed, OutboundRules.Configured(new(configured)).Allows(host, IPAddress.Parse(address)));

    [Theory]
    [InlineData(443, true)]
    [InlineData(6443, true)]
    [InlineData(31443, true)]
    [InlineData(0, false)]
    [InlineData(22, false)]
    [InlineData(25, false)]
    [InlineData(80, false)]
    [InlineData(5432, false)]
    [InlineData(10250, false)]
    [InlineData(70000, false)]
    public void B29_PortOfAnUpload_OfAnotherService_Refused(int port, bool allowed) => Assert.Equal(allowed, Uploaded.AllowsPort(port));
}
