using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Lgmp;

/// <summary>
/// Finds out which producer wrote a region (lgmp.md section 1.1). Pure: works on a private copy of the region's start.
/// Two headers can lie there when producers of different versions ran one after the other. The caller runs it again after it saw the heartbeat
/// move, and starts over when the answer or the session id changed: a producer that is just starting can be taken for its predecessor until then.
/// </summary>
public static class LgmpDetection
{
    /// <summary>Bytes of the region's start that detection looks at; pass fewer only when the region is smaller.</summary>
    public const int HeadBytes = 9984;

    // Where the queue ring offset of record 0 lies in both late layouts, and the short-lived layout "10a".
    private const int LateRing0 = 64 + 304;
    private const int Version10A = 10;
    private const int Magic10A = 8;
    private const int UserData10A = 8068;

    /// <summary>Looks at the start of a region.</summary>
    /// <param name="head">Private copy of its first <see cref="HeadBytes"/> bytes (all of it when it is smaller).</param>
    /// <param name="regionBytes">Size of the region; without the recovery block where there is one.</param>
    /// <param name="result">What was found.</param>
    /// <returns>The kind of <paramref name="result"/>.</returns>
    public static LgmpDetectionKind Detect(ReadOnlySpan<byte> head, ulong regionBytes, out LgmpDetectionResult result)
    {
        if ((ulong)head.Length > regionBytes)
        {
            head = head[..(int)regionBytes];
        }

        result = Look(head);
        return result.Kind;
    }

    private static LgmpDetectionResult Look(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 32 && Wire.U32(head, LgmpLayout.V6.MagicOffset) == LgmpLayout.Magic)
        {
            return Wire.U32(head, LgmpLayout.V6.VersionOffset) switch
            {
                5 => LgmpDetectionResult.Of(LgmpLayout.V5),
                6 => LgmpDetectionResult.Of(LgmpLayout.V6),
                7 => LgmpDetectionResult.Of(LgmpLayout.V7),
                var version => Mismatch(head, version, version.ToString(), LgmpLayout.V6.UserDataOffset),
            };
        }

        if (head.Length >= 16 && Wire.U32(head, Magic10A) == LgmpLayout.Magic && Wire.U32(head, Magic10A + 4) == Version10A)
        {
            return Mismatch(head, Version10A, "10a", UserData10A);
        }

        var c = HasMagic(head, LgmpLayout.V10);
        var d = HasMagic(head, LgmpLayout.V12);
        return (c, d) switch
        {
            (true, true) => DecideByRing(head),
            (false, true) => Known(head, LgmpLayout.V12),
            (true, false) => Known(head, LgmpLayout.V10),
            _ => LgmpDetectionResult.Of(LgmpDetectionKind.NoProducer),
        };
    }

    private static bool HasMagic(ReadOnlySpan<byte> head, LgmpLayout layout) =>
        head.Length >= layout.UserDataOffset && Wire.U32(head, layout.MagicOffset) == LgmpLayout.Magic;

    private static LgmpDetectionResult Known(ReadOnlySpan<byte> head, LgmpLayout layout)
    {
        var version = Wire.U32(head, layout.VersionOffset);
        return version == layout.Version
            ? LgmpDetectionResult.Of(layout)
            : Mismatch(head, version, version.ToString(), layout.UserDataOffset);
    }

    /// <summary>Both late magics: the live producer's first ring lies behind its own user data, and that tells them apart.</summary>
    private static LgmpDetectionResult DecideByRing(ReadOnlySpan<byte> head)
    {
        ulong ring = Wire.U32(head, LateRing0);
        if (ring == 0)
        {
            return LgmpDetectionResult.Of(LgmpDetectionKind.Undecided);
        }

        // 9688 is the smallest header of layout D that any compiler makes.
        var behindD = 9688 + (ulong)Wire.U32(head, LgmpLayout.V12.UserDataSizeOffset);
        var layout = ring >= behindD ? LgmpLayout.V12 : LgmpLayout.V10;
        var queues = Wire.U32(head, layout.QueueCountOffset);
        var result = Known(head, layout);
        if (result.Kind == LgmpDetectionKind.Layout && (queues == 0 || !KvmfrUserData.HasMagic(head[layout.UserDataOffset..])))
        {
            // A ring without a queue, or a header without user data: one of the two is being written right now.
            return LgmpDetectionResult.Of(LgmpDetectionKind.Undecided);
        }

        return result;
    }

    private static LgmpDetectionResult Mismatch(ReadOnlySpan<byte> head, uint version, string versionText, int likelyUserData)
    {
        Span<int> places =
        [
            likelyUserData, LgmpLayout.V12.UserDataOffset, LgmpLayout.V10.UserDataOffset, UserData10A,
            LgmpLayout.V6.UserDataOffset, LgmpLayout.V7.UserDataOffset,
        ];
        foreach (var place in places)
        {
            if (place <= head.Length && KvmfrUserData.TryPeek(head[place..], out var kvmfrVersion, out var text))
            {
                return LgmpDetectionResult.Mismatch(version, versionText, kvmfrVersion, text);
            }
        }

        return LgmpDetectionResult.Mismatch(version, versionText, 0, "");
    }
}
