using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Oriel.Spice.Link;

/// <summary>Whether a server's certificate is the configured one (spice.md section 2): a known authority, and the subject or the host name.</summary>
internal sealed class CertificateCheck : IDisposable
{
    private readonly X509Certificate2Collection? _authorities;
    private readonly string? _subject;
    private readonly string _host;

    private CertificateCheck(X509Certificate2Collection? authorities, string? subject, string host)
    {
        _authorities = authorities;
        _subject = subject;
        _host = host;
    }

    /// <summary>Why it was not accepted; null before, or when it was.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Reads the CA file.</summary>
    /// <exception cref="SpiceException">BadCertificate: the file is missing or holds no certificate.</exception>
    public static CertificateCheck Prepare(SpiceOptions options)
    {
        if (options.CaFile is not { } file)
        {
            return new CertificateCheck(null, options.HostSubject, options.Host);
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SpiceException(SpiceFailure.BadCertificate, $"the CA file {file} cannot be read: {e.Message}", e);
        }

        return authorities.Count > 0
            ? new CertificateCheck(authorities, options.HostSubject, options.Host)
            : throw new SpiceException(SpiceFailure.BadCertificate, $"the CA file {file} holds no certificate");
    }

    /// <summary>The callback of the TLS stream.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Complaint = Judge(certificate as X509Certificate2, chain, errors);
        return Complaint is null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var authority in _authorities ?? [])
        {
            authority.Dispose();
        }
    }

    private string? Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "there is none";
        }

        if (_authorities is null ? (errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0 : !IsSigned(certificate, chain, out chain))
        {
            var reasons = string.Join(", ", (chain?.ChainStatus ?? []).Select(s => s.Status.ToString()));
            return $"no known authority signed {certificate.Subject} ({reasons})";
        }

        if (_subject is not null)
        {
            return DistinguishedName.Equal(_subject, certificate.SubjectName) ? null : $"its subject is {certificate.Subject}, not {_subject}";
        }

        return (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 ? null : $"{certificate.Subject} is not for the host {_host}";
    }

    /// <summary>Builds the chain anew with the CA file as the only root; intermediates that the server sent may help.</summary>
    private bool IsSigned(X509Certificate2 certificate, X509Chain? sent, out X509Chain built)
    {
        built = new X509Chain();
        built.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        built.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        built.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        built.ChainPolicy.DisableCertificateDownloads = true;
        if (sent is not null)
        {
            built.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return built.Build(certificate);
    }
}
