using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Posture.Analysis.Indexes;
using Posture.Analysis.Provenance;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;

namespace Posture.Collectors.Cli;

/// <summary><c>posture image</c>: what vouches for an image.</summary>
internal static class ImageCommand
{
    private static readonly Option<string?> Logins = new("--registry-config") { Description = "File of logins as 'docker login' writes it. Nothing is taken from the environment." };
    private static readonly Option<string?> Authority = new("--ca") { Description = "PEM file of the authorities that the registry's certificate is from." };
    private static readonly Option<bool> Plain = new("--plain-http") { Description = "Ask the registry over HTTP." };
    private static readonly Option<string[]> TokenHosts = new("--token-host") { Description = "Another host, with port, that the registry's tokens come from; may be given more than once.", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Root = new("--trusted-root") { Description = "Trusted root of Sigstore (JSON); the public instance's, as it was when this version was built, when it is not given." };

    public static Command Create(TextWriter output, TextWriter chatter) => new("image", "Look at who signed an image, how it was built, and what stands in its registry.")
    {
        ImageInspectCommand.Create(output),
        ImageVerifyCommand.Create(output, chatter),
    };

    /// <summary>Options of every command that asks a registry.</summary>
    public static IEnumerable<Option> RegistryOptions() => [Logins, Authority, Plain, TokenHosts, Root];

    /// <summary>The logs and authorities to believe.</summary>
    public static TrustInUse RootOf(ParseResult parsed) =>
        parsed.GetValue(Root) is { } path ? new(TrustSource.File, TrustedRoot.Parse(Bytes(path)), new(File.GetLastWriteTimeUtc(path), TimeSpan.Zero)) : TrustInUse.Public;

    /// <summary>A reference that can be asked for.</summary>
    public static ImageReference Reference(string text)
    {
        var reference = ImageReference.Parse(text);
        return reference is { } image && image.IsWellFormed ? image
            : throw new CommandException(ExitCode.Usage, "image.bad_reference", "no image reference; write host/path:tag or host/path@sha256:… in lower case");
    }

    /// <summary>Runs with a client of the image's registry; failures become the command's.</summary>
    public static async Task<int> WithRegistryAsync(ParseResult parsed, ImageReference image, Func<RegistryClient, Task<int>> run)
    {
        try
        {
            using var client = Open(parsed, image);
            return await run(client);
        }
        catch (RegistryException failed)
        {
            throw new CommandException(
                failed.Code switch { RegistryException.NotFound => ExitCode.NotFound, RegistryException.Unauthorized => ExitCode.Authentication, "registry.bad_login_file" or "registry.bad_authority" => ExitCode.Usage, _ => ExitCode.NotAssessed },
                failed.Code, failed.Message);
        }
        catch (ProvenanceException broken) when (broken.Code == ProvenanceCodes.TrustRoot)
        {
            throw new CommandException(ExitCode.Usage, broken.Code, broken.Message);
        }
    }

    /// <summary>Content of a file of the command line.</summary>
    public static byte[] Bytes(string path)
    {
        try
        {
            return new FileInfo(path).Length <= ProvenanceReader.MaxBytes ? File.ReadAllBytes(path) : throw new CommandException(ExitCode.Usage, "file.too_large", $"{Path.GetFileName(path)} is larger than {ProvenanceReader.MaxBytes / 1024 / 1024} MiB");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Usage, "file.unreadable", $"{Path.GetFileName(path)} cannot be opened; check its name and permissions");
        }
    }

    private static RegistryClient Open(ParseResult parsed, ImageReference image)
    {
        var endpoint = RegistryEndpoint.Of(image.Host, parsed.GetValue(Plain));
        endpoint = endpoint with { Realms = [.. endpoint.Realms, .. parsed.GetValue(TokenHosts)!] };
        if (parsed.GetValue(Logins) is { } logins && RegistryLogins.Of(logins, image.Host) is var (name, password))
            endpoint = endpoint with { UserName = name, Password = password };
        X509Certificate2Collection? authorities = parsed.GetValue(Authority) is { } path ? RegistryConnection.Authorities(System.Text.Encoding.UTF8.GetString(Bytes(path))) : null;
        return RegistryConnection.Open(endpoint, authorities, TimeProvider.System);
    }
}
