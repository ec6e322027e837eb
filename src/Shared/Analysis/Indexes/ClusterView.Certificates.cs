using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private CertificateIndex? _certificates;
    private BackendTlsIndex? _backendTls;

    /// <summary>Certificates that cert-manager keeps.</summary>
    internal CertificateIndex Certificates => _certificates ??= new(Inventory);

    /// <summary>How Gateways connect to backends.</summary>
    internal BackendTlsIndex BackendTls => _backendTls ??= new(Inventory);

    private void ApplyToCertificates(InventoryChange change)
    {
        if (change.Kind == CertificateIndex.Kind)
            _certificates = null;
        if (change.Subject is BackendTlsPolicy)
            _backendTls = null;
    }
}
