using Microsoft.Extensions.Time.Testing;
using Posture.Analysis.Provenance;
using Posture.Collectors.Trust;
using Posture.TestKit.Provenance;

namespace Posture.Collectors.Tests.Trust;

/// <summary>A repository, an instance of Sigstore that is its target, and a data folder of what was seen of it.</summary>
internal sealed class TufStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posture-tuf-");

    private TufStage(TufLab lab, SigstoreLab sigstore)
    {
        (Lab, Sigstore) = (lab, sigstore);
        File.WriteAllBytes(RootFile, lab.Files["1.root.json"]);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public TufLab Lab { get; }

    public SigstoreLab Sigstore { get; }

    public string Target => Sigstore.RootJson.ToJsonString();

    public FakeTimeProvider Time { get; } = new(TufLab.At);

    public string RootFile => Path.Combine(_folder.FullName, "given.json");

    public string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>What was seen of the repository.</summary>
    public string Seen => Path.Combine(_folder.FullName, "seen");

    public SigstoreDefinition Settings => new() { TufMirror = Lab.Address, TufRoot = RootFile };

    public static async Task<TufStage> StartAsync()
    {
        var sigstore = new SigstoreLab();
        return new(await TufLab.StartAsync(sigstore.RootJson.ToJsonString()), sigstore);
    }

    /// <summary>Refreshes as a process that has just started would: from the given root, the folder and nothing else.</summary>
    /// <returns>The code of the failure; null when there was none.</returns>
    public async Task<string?> CodeAsync()
    {
        try
        {
            using var mirror = new TufMirror(new(Lab.Address), Time);
            await new TufClient(mirror, new(Seen), await File.ReadAllBytesAsync(RootFile, Token), Time).RefreshAsync(Token);
            return null;
        }
        catch (TrustException failed)
        {
            return failed.Code;
        }
        catch (ProvenanceException failed)
        {
            return failed.Code;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Lab.DisposeAsync();
        Sigstore.Dispose();
        _folder.Delete(recursive: true);
    }
}
