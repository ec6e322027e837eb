namespace Posture.Collectors.Outbound;

/// <summary>What kind of network an address belongs to.</summary>
internal enum AddressKind
{
    /// <summary>An address of the internet.</summary>
    Public,

    /// <summary>An address of a company's own network.</summary>
    Private,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>Nothing that anybody may point this product at: link-local, cloud metadata, multicast, reserved.</summary>
    Forbidden,
}
