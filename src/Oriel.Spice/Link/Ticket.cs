using System.Security.Cryptography;
using System.Text;

namespace Oriel.Spice.Link;

/// <summary>The password as it goes over the wire (spice.md section 3.6): RSA-OAEP with SHA-1 and a key that is fresh for each connection.</summary>
internal static class Ticket
{
    /// <summary>What a server keeps of a password, in bytes.</summary>
    public const int MaxPasswordBytes = 60;

    private const int KeyBits = LinkWire.TicketSize * 8;

    /// <summary>Encrypts.</summary>
    /// <param name="publicKey">The key of the link reply, DER.</param>
    /// <param name="password">Null = none: the empty password is sent.</param>
    /// <returns>128 bytes.</returns>
    /// <exception cref="SpiceException">The password is too long, or the key is not one.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> publicKey, string? password)
    {
        password ??= "";
        var bytes = Encoding.UTF8.GetByteCount(password);
        if (bytes > MaxPasswordBytes)
        {
            throw new SpiceException(SpiceFailure.WrongTicket, $"the password has {bytes} bytes; a SPICE server knows at most {MaxPasswordBytes}");
        }

        var plain = new byte[bytes + 1]; // The last one is the zero byte that ends the password.
        Encoding.UTF8.GetBytes(password, plain);
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return rsa.KeySize == KeyBits
                ? rsa.Encrypt(plain, RSAEncryptionPadding.OaepSHA1)
                : throw new SpiceException(SpiceFailure.Protocol, $"the server's ticket key has {rsa.KeySize} bits, not {KeyBits}");
        }
        catch (CryptographicException e)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"the server's ticket key is not an RSA key of {KeyBits} bits: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
