namespace Posture.Analysis.Network;

/// <summary>An address block of a policy, with its holes. A block that cannot be read holds no address.</summary>
internal sealed class AddressBlock(string cidr, IReadOnlyList<string> except)
{
    public AddressRange? Range { get; } = AddressRange.OfCidr(cidr);

    public IReadOnlyList<AddressRange> Holes { get; } = [.. except.Select(AddressRange.OfCidr).OfType<AddressRange>()];

    public bool Contains(AddressRange address) => Range?.Contains(address) == true && !Holes.Any(hole => hole.Contains(address));
}
