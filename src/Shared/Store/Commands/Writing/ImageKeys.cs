using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Posture.Model.Inventory;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>Identities of images and of their uses: hashes of the uncut text.</summary>
internal static class ImageKeys
{
    /// <summary>Of a digest.</summary>
    public static Guid Digest(string digest) => SlimJson.Hash(Encoding.UTF8.GetBytes(digest));

    /// <summary>Of what a container runs: its digest; repository and tag while that is not known.</summary>
    public static Guid Image(ImageUse use) => use.Digest is { } digest ? Digest(digest) : Of("reference", use.Repository, use.Tag ?? "");

    /// <summary>Of a package, with room for <see cref="LibraryCode"/> in its last bits: narrow, since there are some of it in every image.</summary>
    public static long Library(string type, string name) => First($"{type}\0{name}") & ~LibraryCode.Mask;

    /// <summary>Of some vulnerabilities: equal where they are the same, never 0.</summary>
    public static long Vulnerabilities(IEnumerable<string> ids) => First(string.Join('\0', ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))) | 1;

    /// <summary>Of one use.</summary>
    public static Guid Use(Guid workload, ImageUse use) => Of(workload.ToString("N"), use.Role, use.Container, use.Reference, use.Digest ?? "");

    /// <summary>Of all that is said of what an image is built on.</summary>
    public static Guid Stack(IEnumerable<ImageAncestor> ancestors) => Of([.. ancestors.SelectMany(Parts)]);

    private static IEnumerable<string> Parts(ImageAncestor of) =>
    [
        of.Repository, of.Line ?? "", of.Tag ?? "", of.Digest, Number(of.Layers), of.IsDeclared ? "declared" : "", of.Owner, Number(of.Created?.UtcTicks), of.Current ?? "", of.CurrentTag ?? "",
        Number(of.CurrentSince?.UtcTicks), of.IsRebuilt is { } rebuilt ? rebuilt ? "rebuilt" : "not" : "",
    ];

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static long First(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private static Guid Of(params ReadOnlySpan<string> parts) => SlimJson.Hash(Encoding.UTF8.GetBytes(string.Join('\0', parts)));
}
