using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Transcripts;

/// <summary>
/// The key of ticket-rsa.json with its private part: a scripted server gives it out in place of the recorded one and can then read what the client encrypted. Also OAEP
/// with a chosen seed, which .NET does not offer, to recompute the recorded tickets.
/// </summary>
[SuppressMessage("Security", "CA5350", Justification = "The protocol prescribes SHA-1.")]
internal static class TicketKey
{
    private static readonly JsonElement s_file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder, "spice", "ticket-rsa.json"))).RootElement.Clone();

    /// <summary>The seed all recorded tickets were made with.</summary>
    public static byte[] RecordedSeed { get; } = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    public static byte[] PublicKey { get; } = Hex(s_file, "spki_der_hex");

    public static IReadOnlyList<(string Password, byte[] Plain, byte[] Seed, byte[] Cipher)> Cases { get; } =
    [
        .. s_file.GetProperty("cases").EnumerateArray().Select(c => (c.GetProperty("password").GetString()!, Hex(c, "plaintext_hex"), Hex(c, "oaep_seed_hex"), Hex(c, "ciphertext_hex"))),
    ];

    /// <summary>Reads a ticket made with <see cref="PublicKey"/>.</summary>
    public static byte[] Decrypt(byte[] ticket)
    {
        using var rsa = RSA.Create();
        rsa.ImportParameters(Private());
        return rsa.Decrypt(ticket, RSAEncryptionPadding.OaepSHA1);
    }

    /// <summary>RSA-OAEP-SHA1 with a given seed, from the definition (RFC 8017, section 7.1.1).</summary>
    public static byte[] Encrypt(byte[] publicKey, byte[] plain, byte[] seed)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        var key = rsa.ExportParameters(false);
        var k = key.Modulus!.Length;
        byte[] data = [.. SHA1.HashData([]), .. new byte[k - plain.Length - 42], 1, .. plain];
        var masked = Xor(data, Mask(seed, data.Length));
        byte[] message = [0, .. Xor(seed, Mask(masked, seed.Length)), .. masked];
        var cipher = BigInteger.ModPow(Number(message), Number(key.Exponent!), Number(key.Modulus)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[k - cipher.Length], .. cipher];
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Mask(byte[] seed, int length) =>
        [.. Enumerable.Range(0, (length / 20) + 1).SelectMany(i => SHA1.HashData([.. seed, 0, 0, 0, (byte)i])).Take(length)];

    private static byte[] Xor(byte[] a, byte[] b) => [.. a.Zip(b, (x, y) => (byte)(x ^ y))];

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    /// <summary>The file gives n, e, d, p and q; the rest follows.</summary>
    private static RSAParameters Private()
    {
        byte[] Fixed(BigInteger value, int size)
        {
            var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
            return [.. new byte[size - bytes.Length], .. bytes];
        }

        BigInteger n = Number(Hex(s_file, "modulus_hex")), d = Number(Hex(s_file, "private_exponent_hex"));
        BigInteger p = Number(Hex(s_file, "prime1_hex")), q = Number(Hex(s_file, "prime2_hex"));
        return new RSAParameters
        {
            Modulus = Fixed(n, 128),
            Exponent = [1, 0, 1],
            D = Fixed(d, 128),
            P = Fixed(p, 64),
            Q = Fixed(q, 64),
            DP = Fixed(d % (p - 1), 64),
            DQ = Fixed(d % (q - 1), 64),
            InverseQ = Fixed(BigInteger.ModPow(q, p - 2, p), 64),
        };
    }
}
