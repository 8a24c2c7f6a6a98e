using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Opus;

/// <summary>The functions of opus.h this program calls.</summary>
internal static unsafe partial class OpusNative
{
    [LibraryImport(Libraries.Opus)]
    public static partial nint opus_decoder_create(int frequency, int channels, int* error);

    [LibraryImport(Libraries.Opus)]
    public static partial int opus_decode(nint decoder, byte* data, int length, short* samples, int frameSize, int decodeFec);

    [LibraryImport(Libraries.Opus)]
    public static partial void opus_decoder_destroy(nint decoder);

    [LibraryImport(Libraries.Opus)]
    public static partial nint opus_encoder_create(int frequency, int channels, int application, int* error);

    [LibraryImport(Libraries.Opus)]
    public static partial int opus_encode(nint encoder, short* samples, int frameSize, byte* data, int maxBytes);

    [LibraryImport(Libraries.Opus)]
    public static partial void opus_encoder_destroy(nint encoder);
}

/// <summary>Constants of opus_defines.h; checked by tools/LayoutOracle/audio.c.</summary>
internal static class OpusConstants
{
    public const int Ok = 0;
    public const int ApplicationAudio = 2049;
}
