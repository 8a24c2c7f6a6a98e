using System.Buffers.Binary;
using System.Text;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Record;

/// <summary>
/// A live Matroska stream (RFC 9559) of uncompressed pictures and sound: the one form in which a pipe carries both with their times, in microseconds. The segment's size is unknown, each picture
/// and each piece of sound is a cluster of its own with its absolute time.
/// </summary>
/// <param name="stream">Where it goes.</param>
/// <param name="pictures">What the pictures are.</param>
/// <param name="sound">What the sound is; null = none.</param>
internal sealed class MatroskaOutput(Stream stream, PictureStreamFormat pictures, SoundStreamFormat? sound) : IPictureOutput
{
    private const byte PictureTrack = 1;
    private const byte SoundTrack = 2;

    // Cluster id and size, timestamp, block id and size, and the block's own four bytes.
    private const int HeadBytes = 4 + 8 + (1 + 8 + 8) + (1 + 8) + 4;
    private readonly byte[] _head = new byte[HeadBytes];

    /// <inheritdoc/>
    public void Begin()
    {
        using var header = new MemoryStream();
        Element(header, 0x1A45DFA3, Join(
            Number(0x4286, 1), Number(0x42F7, 1), Number(0x42F2, 4), Number(0x42F3, 8), Text(0x4282, "matroska"), Number(0x4287, 4), Number(0x4285, 2)));
        header.Write([0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        Element(header, 0x1549A966, Join(Number(0x2AD7B1, 1000), Text(0x4D80, "oriel"), Text(0x5741, "oriel")));
        Element(header, 0x1654AE6B, sound is null ? Pictures() : Join(Pictures(), Sound()));
        stream.Write(header.GetBuffer().AsSpan(0, (int)header.Length));
    }

    /// <inheritdoc/>
    public void BeginPicture(long timeUs, int bytes) => Head(PictureTrack, timeUs, bytes);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> piece) => stream.Write(piece);

    /// <inheritdoc/>
    public void WriteSound(long timeUs, ReadOnlySpan<byte> samples)
    {
        if (sound is not null)
        {
            Head(SoundTrack, timeUs, samples.Length);
            stream.Write(samples);
        }
    }

    private static byte[] Join(params ReadOnlySpan<byte[]> parts)
    {
        List<byte> all = [];
        foreach (var part in parts)
        {
            all.AddRange(part);
        }

        return [.. all];
    }

    private static byte[] Text(uint id, string text) => Encoded(id, Encoding.ASCII.GetBytes(text));

    private static byte[] Number(uint id, ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Encoded(id, bytes);
    }

    private static byte[] Real(uint id, double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Encoded(id, bytes);
    }

    private static byte[] Encoded(uint id, byte[] body)
    {
        using var stream = new MemoryStream();
        Element(stream, id, body);
        return stream.ToArray();
    }

    private static void Element(MemoryStream stream, uint id, byte[] body)
    {
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (id >> shift != 0)
            {
                stream.WriteByte((byte)(id >> shift));
            }
        }

        Span<byte> size = stackalloc byte[8];
        WriteSize(size, (ulong)body.Length);
        stream.Write(size);
        stream.Write(body);
    }

    // Always in its longest form: eight bytes, of which the first says just that.
    private static void WriteSize(Span<byte> target, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(target, value | (1UL << 56));

    private byte[] Pictures()
    {
        var video = Join(
            Number(0xB0, (ulong)pictures.Width),
            Number(0xBA, (ulong)pictures.Height),
            Encoded(0x2EB524, pictures.IsPlanar ? "G3\0\n"u8.ToArray() : "BGR\0"u8.ToArray()),
            pictures.IsHdr ? Color() : []);
        var rate = pictures.RateHz > 0 ? Number(0x23E383, (ulong)Math.Round(1e9 / pictures.RateHz)) : [];
        return Encoded(0xAE, Join(Number(0xD7, PictureTrack), Number(0x73C5, PictureTrack), Number(0x83, 1), Number(0x9C, 0), rate, Text(0x86, "V_UNCOMPRESSED"), Encoded(0xE0, video)));
    }

    // RGB, full range, PQ, BT.2020; and what the guest says of its display.
    private byte[] Color()
    {
        var color = Join(Number(0x55B1, 0), Number(0x55B2, 10), Number(0x55B9, 2), Number(0x55BA, 16), Number(0x55BB, 9));
        if (pictures.Hdr is not { } hdr)
        {
            return Encoded(0x55B0, color);
        }

        var mastering = Join(
            Real(0x55D1, hdr.RedX / 50000.0), Real(0x55D2, hdr.RedY / 50000.0), Real(0x55D3, hdr.GreenX / 50000.0), Real(0x55D4, hdr.GreenY / 50000.0),
            Real(0x55D5, hdr.BlueX / 50000.0), Real(0x55D6, hdr.BlueY / 50000.0), Real(0x55D7, hdr.WhiteX / 50000.0), Real(0x55D8, hdr.WhiteY / 50000.0),
            Real(0x55D9, hdr.MaxLuminance), Real(0x55DA, hdr.MinLuminance / 10000.0));
        return Encoded(0x55B0, Join(color, Number(0x55BC, hdr.MaxCll), Number(0x55BD, hdr.MaxFall), Encoded(0x55D0, mastering)));
    }

    private byte[] Sound() => Encoded(0xAE, Join(
        Number(0xD7, SoundTrack), Number(0x73C5, SoundTrack), Number(0x83, 2), Number(0x9C, 0), Text(0x86, "A_PCM/INT/LIT"),
        Encoded(0xE1, Join(Real(0xB5, sound!.Value.FrequencyHz), Number(0x9F, (ulong)sound.Value.Channels), Number(0x6264, 16)))));

    private void Head(byte track, long timeUs, int bytes)
    {
        var head = _head.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(head, 0x1F43B675);
        WriteSize(head[4..], (ulong)(HeadBytes - 12) + (ulong)bytes);
        head[12] = 0xE7;
        WriteSize(head[13..], 8);
        BinaryPrimitives.WriteInt64BigEndian(head[21..], timeUs);
        head[29] = 0xA3;
        WriteSize(head[30..], 4 + (ulong)bytes);
        head[38] = (byte)(0x80 | track);
        head[39] = head[40] = 0;
        head[41] = 0x80;
        stream.Write(_head);
    }
}

/// <summary>Pictures of a recording.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="IsPlanar">G, B, R planes of 16-bit words with 10 bits; false = bytes B, G, R, 0.</param>
/// <param name="IsHdr">BT.2020 and PQ.</param>
/// <param name="RateHz">Constant rate; 0 = each has its own time.</param>
/// <param name="Hdr">What the guest says of its display.</param>
internal readonly record struct PictureStreamFormat(int Width, int Height, bool IsPlanar, bool IsHdr, double RateHz, HdrMetadata? Hdr);

/// <summary>Sound of a recording, 16-bit.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="FrequencyHz">Frames a second.</param>
internal readonly record struct SoundStreamFormat(int Channels, int FrequencyHz);
