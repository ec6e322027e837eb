using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Posture.Analysis.Provenance;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Registries;

namespace Posture.Collectors.Cli;

/// <summary><c>posture image verify</c>: whether those who have to sign an image did.</summary>
internal static class ImageVerifyCommand
{
    private static readonly Argument<string?> Reference = new("reference") { Description = "host/path:tag or host/path@sha256:…", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Policy = new("--policy") { Description = "Policy file; its imageSigners say who has to sign." };
    private static readonly Option<string[]> Keys = new("--key") { Description = "PEM file of a public key whose signature counts, instead of a policy.", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Identity = new("--identity") { Description = "Identity of a certificate whose signature counts, instead of a policy; with --issuer." };
    private static readonly Option<string?> Issuer = new("--issuer") { Description = "Who vouches for the identity." };
    private static readonly Option<bool> WithoutLog = new("--no-transparency-log") { Description = "With --identity: also signatures that are in no transparency log." };
    private static readonly Option<string?> Bundle = new("--bundle") { Description = "Instead of a reference: file of a Sigstore bundle." };
    private static readonly Option<string?> Artifact = new("--artifact") { Description = "What the bundle is about: a file, or sha256:…" };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("verify", "Verify who signed an image: cosign signatures and attestations, and Sigstore bundles.\n"
            + "Exit code 0: those who have to sign did; 1: they did not; 3: it could not be checked; 4: the registry refused; 5: no such image.\n\n"
            + "Examples:\n  posture image verify ghcr.io/acme/web:1.2 --policy policy.yaml -o json\n  posture image verify registry.example.com/web@sha256:… --key release.pub\n"
            + "  posture image verify --bundle web.sigstore.json --artifact web.tar --identity ci@example.com --issuer https://accounts.example.com")
        {
            Reference, Policy, Keys, Identity, Issuer, WithoutLog, Bundle, Artifact, Format,
        };
        foreach (var option in ImageCommand.RegistryOptions())
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, output, chatter, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter chatter, CancellationToken cancellationToken)
    {
        var given = Given(parsed);
        if (parsed.GetValue(Bundle) is { } bundle)
            return Told(parsed, output, OfBundle(parsed, bundle, given ?? throw Usage("--bundle needs --key, or --identity with --issuer")));
        var text = parsed.GetValue(Reference) ?? throw Usage("name an image, or a --bundle with its --artifact");
        var image = ImageCommand.Reference(text);
        var policy = PolicyCommand.Read(parsed.GetValue(Policy), chatter);
        if (given is not null && parsed.GetValue(Policy) is not null)
            throw Usage("give a policy, or a key or identity; not both");
        return await ImageCommand.WithRegistryAsync(parsed, image, async registry =>
        {
            var digest = image.Digest ?? (await registry.ManifestAsync(image.Path, image.Tag ?? "latest", cancellationToken)).Digest;
            if (image.Digest is not null)
                await registry.ManifestAsync(image.Path, digest, cancellationToken); // an image that is not there is not one that nobody signed
            var evidence = await new ProvenanceReader(registry, TimeProvider.System).ReadAsync(image.Path, digest, cancellationToken);
            var trust = ImageCommand.RootOf(parsed);
            var judged = ProvenanceJudge.Judge(new(Convert.FromHexString(digest[7..]), null), evidence, given ?? policy.SignersOf(image), trust.Root!);
            return Told(parsed, output, ImageProvenanceDocument.Of(text, digest, judged, trust));
        });
    }

    /// <summary>The rule that the command line itself names; null when it names none.</summary>
    private static SignerRule? Given(ParseResult parsed)
    {
        var (keys, identity, issuer) = (parsed.GetValue(Keys)!, parsed.GetValue(Identity), parsed.GetValue(Issuer));
        if (identity is null != issuer is null)
            throw Usage("--identity and --issuer belong together: an identity is worth what vouches for it");
        if (keys.Length == 0 && identity is null)
            return null;
        if (identity is not null && ExpectedIdentity.TooWide(identity) is { } why)
            throw new CommandException(ExitCode.Usage, "policy.identity_too_wide", why);
        try
        {
            return new()
            {
                Images = [],
                Keys = [.. keys.Select(path => VerificationKey.FromPem(Encoding.UTF8.GetString(ImageCommand.Bytes(path))))],
                Identities = identity is null ? [] : [new(issuer!, identity)],
                NeedsLog = !parsed.GetValue(WithoutLog),
            };
        }
        catch (ProvenanceException unreadable)
        {
            throw new CommandException(ExitCode.Usage, unreadable.Code, $"--key: {unreadable.Message}");
        }
    }

    private static ImageProvenanceDocument OfBundle(ParseResult parsed, string path, SignerRule rule)
    {
        var named = parsed.GetValue(Artifact) ?? throw Usage("--bundle needs --artifact");
        var content = OciManifest.IsDigest(named) ? null : ImageCommand.Bytes(named);
        var sha256 = content is null ? Convert.FromHexString(named[7..]) : SHA256.HashData(content);
        FoundSignature found;
        try
        {
            found = new("Sigstore bundle", SigstoreBundle.Parse(ImageCommand.Bytes(path)), null, null);
        }
        catch (ProvenanceException unreadable)
        {
            found = new("Sigstore bundle", null, null, unreadable);
        }
        try
        {
            var trust = ImageCommand.RootOf(parsed);
            return ImageProvenanceDocument.Of(
                named, OciManifest.IsDigest(named) ? named : OciManifest.DigestOf(content), ProvenanceJudge.JudgeOne(new(sha256, content), found, rule, trust.Root!), trust);
        }
        catch (ProvenanceException broken)
        {
            throw new CommandException(ExitCode.Usage, broken.Code, broken.Message);
        }
    }

    private static int Told(ParseResult parsed, TextWriter output, ImageProvenanceDocument document)
    {
        if (parsed.GetValue(Format) == "json")
            output.WriteLine(JsonSerializer.Serialize(document, ScanJson.Readable.ImageProvenanceDocument));
        else
            ImageTable.Write(document, output);
        return document.State switch { "verified" => ExitCode.Ok, "notChecked" => ExitCode.NotAssessed, _ => ExitCode.Findings };
    }

    private static CommandException Usage(string message) => new(ExitCode.Usage, "usage.invalid", message);
}
