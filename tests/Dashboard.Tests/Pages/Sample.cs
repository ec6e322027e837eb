namespace Posture.Dashboard.Tests.Pages;

/// <summary>Small clusters.</summary>
internal static class Sample
{
    /// <summary>A privileged deployment "cart" in namespace shop.</summary>
    public const string Bad = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: cart, namespace: shop}
        spec:
          selector: {matchLabels: {app: cart}}
          template:
            metadata: {labels: {app: cart}}
            spec:
              containers:
              - name: cart
                image: registry.example.com/shop/cart:1.0
                securityContext: {privileged: true}
        """;

    /// <summary>The same without the privilege.</summary>
    public static readonly string Better = Bad.Replace("privileged: true", "privileged: false", StringComparison.Ordinal);

    /// <summary>The same and a second privileged deployment "orders".</summary>
    public static readonly string Worse = Bad + "\n---\n" + Bad[(Bad.IndexOf("---", StringComparison.Ordinal) + 4)..].Replace("cart", "orders", StringComparison.Ordinal);

    /// <summary>Only the namespace.</summary>
    public static readonly string Empty = Bad[..Bad.IndexOf("---", StringComparison.Ordinal)];

    public const string Privileged = "L1-CTR-PRIVILEGED";
}
