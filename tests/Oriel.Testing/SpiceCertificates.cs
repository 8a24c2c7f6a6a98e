using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Oriel.Testing;

/// <summary>A certificate authority and a server certificate signed by it, as PEM files with the names SPICE servers use.</summary>
public sealed class SpiceCertificates : IDisposable
{
    /// <summary>Subject of the authority.</summary>
    public const string Authority = "O=Oriel tests, CN=authority";

    private readonly TempFolder _folder = new();

    /// <summary>Makes both.</summary>
    /// <param name="subject">Subject of the server's certificate.</param>
    /// <param name="isExpired">The server's certificate ended yesterday.</param>
    public SpiceCertificates(string subject = "O=Oriel tests, CN=spice.test", bool isExpired = false)
    {
        Subject = subject;
        var now = DateTimeOffset.UtcNow;
        using var caKey = RSA.Create(2048);
        var request = new CertificateRequest(Authority, caKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using var ca = request.CreateSelfSigned(now.AddDays(-10), now.AddDays(10));
        using var serverKey = RSA.Create(2048);
        var serverRequest = new CertificateRequest(subject, serverKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        serverRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        using var server = serverRequest.Create(ca, now.AddDays(-5), isExpired ? now.AddDays(-1) : now.AddDays(5), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(CaFile, ca.ExportCertificatePem());
        File.WriteAllText(_folder.File("server-cert.pem"), server.ExportCertificatePem());
        File.WriteAllText(_folder.File("server-key.pem"), serverKey.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The folder with the three files.</summary>
    public string Folder => _folder.Path;

    /// <summary>The authority's certificate.</summary>
    public string CaFile => _folder.File("ca-cert.pem");

    /// <summary>Subject of the server's certificate.</summary>
    public string Subject { get; }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
