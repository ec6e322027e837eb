namespace Posture.Store.Embedded;

/// <summary>
/// The product's own PostgreSQL could not be started. Codes: <c>postgres.not_found</c>, <c>postgres.too_old</c>, <c>postgres.no_account</c>,
/// <c>postgres.data_unusable</c>, <c>postgres.data_version</c>, <c>postgres.init_failed</c>, <c>postgres.start_failed</c>, <c>postgres.in_use</c>,
/// <c>postgres.unsupported</c>.
/// </summary>
public sealed class PostgresStartException(string code, string message, Exception? inner = null) : StoreException(code, message, inner);
