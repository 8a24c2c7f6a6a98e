using Oriel.Protocol;
using static Oriel.Fuzz.Mutation.Stores;

namespace Oriel.Fuzz.Mutation;

/// <summary>Frame headers, write pointers and damage (kvmfr.md sections 4 to 6).</summary>
public static partial class Corruptions
{
    private static Corruption Frame(string name, Expectation expected, Func<RegionMap, int, IEnumerable<Patch>> build) => Stop(name, expected, build);

    private static IEnumerable<Corruption> Frames()
    {
        foreach (var type in new uint[] { 0, 7, 99, uint.MaxValue })
        {
            yield return Frame($"frame-type-{type}", Expectation.Refuses(RejectCode.FrameType), (m, _) => m.EachFrame(m.FrameFields.Type, type));
        }

        yield return Frame("frame-width-zero", Expectation.Refuses(RejectCode.FrameSize), (m, _) => m.EachFrame(m.FrameFields.FrameWidth, 0));
        yield return Frame("frame-height-zero", Expectation.Refuses(RejectCode.FrameSize, RejectCode.FrameRows), (m, _) => m.EachFrame(m.FrameFields.FrameHeight, 0));
        yield return Frame("frame-rows-zero", Expectation.Refuses(RejectCode.FrameSize, RejectCode.FrameRows), (m, _) => m.EachFrame(m.FrameFields.Rows, 0));
        yield return Frame("frame-width-max", Expectation.Refuses(RejectCode.FrameSize), (m, _) => m.EachFrame(m.FrameFields.FrameWidth, uint.MaxValue));
        yield return Frame("frame-height-max", Expectation.Refuses(RejectCode.FrameSize, RejectCode.FrameExtent), (m, _) => m.EachFrame(m.FrameFields.FrameHeight, uint.MaxValue));
        yield return Frame("frame-65536-wide", Expectation.Refuses(RejectCode.FrameSize), (m, _) => m.EachFrame(m.FrameFields.FrameWidth, 65536));
        yield return Frame("frame-65535-square", Expectation.Refuses(RejectCode.FrameExtent),
            (m, _) => Size(m, 65535, 65535, 65535 * 4));
        yield return Frame("frame-rows-times-pitch-wraps", Expectation.Refuses(RejectCode.FrameExtent, RejectCode.FrameSize, RejectCode.FrameRows),
            (m, _) => Size(m, 256, 65537, 65536));
        yield return Frame("frame-rows-times-pitch-wraps-to-small", Expectation.Refuses(RejectCode.FrameExtent), (m, _) => Size(m, 256, 4096, 1 << 20));
        yield return Frame("frame-1x1", Expectation.Survives, (m, _) => Size(m, 1, 1, 4));
        yield return Frame("frame-65535x1", Expectation.Survives, (m, _) => Size(m, 65535, 1, 65535 * 4));
        yield return Frame("frame-1x65535", Expectation.Survives, (m, _) => Size(m, 1, 65535, 4));
        yield return Frame("frame-more-rows-than-height", Expectation.Refuses(RejectCode.FrameRows), (m, _) => m.EachFrame(m.FrameFields.Rows, 4000)) with
        {
            AppliesTo = m => m.FrameFields.DataWidth >= 0,
        };
        yield return Frame("frame-16384-square-with-one-row", Expectation.Survives,
            (m, _) => [.. Size(m, 16384, 16384, 16384 * 4), .. m.EachFrame(m.FrameFields.Rows, 1)]);
        yield return Frame("frame-truncated-to-one-row", Expectation.Survives, (m, _) => m.EachFrame(m.FrameFields.Rows, 1));
        yield return Frame("frame-rows-exceed-payload", Expectation.Refuses(RejectCode.FrameExtent), (m, _) => [.. m.EachFrame(m.FrameFields.FrameHeight, 60000), .. m.EachFrame(m.FrameFields.Rows, 60000)]);
        yield return Frame("pitch-zero", Expectation.Refuses(RejectCode.FramePitch), (m, _) => m.EachFrame(m.FrameFields.Pitch, 0));
        yield return Frame("pitch-below-row", Expectation.Refuses(RejectCode.FramePitch), (m, _) => m.EachFrame(m.FrameFields.Pitch, 16));
        yield return Frame("pitch-over-cap", Expectation.Refuses(RejectCode.FramePitch, RejectCode.FrameExtent), (m, _) => m.EachFrame(m.FrameFields.Pitch, (1 << 20) + 4));
        yield return Frame("pitch-max", Expectation.Refuses(RejectCode.FramePitch), (m, _) => m.EachFrame(m.FrameFields.Pitch, uint.MaxValue));
        yield return Frame("pitch-odd", Expectation.Survives, (m, _) => m.EachFrame(m.FrameFields.Pitch, 4099));
        yield return Frame("stride-garbage", Expectation.KeepsGoing, (m, _) => m.EachFrame(m.FrameFields.Stride, 0xDEADBEEF));
        yield return Frame("screen-size-zero", Expectation.KeepsGoing, (m, _) => [.. m.EachFrame(m.FrameFields.ScreenWidth, 0), .. m.EachFrame(m.FrameFields.ScreenHeight, 0)]);
        yield return Frame("screen-size-max", Expectation.KeepsGoing,
            (m, _) => [.. m.EachFrame(m.FrameFields.ScreenWidth, uint.MaxValue), .. m.EachFrame(m.FrameFields.ScreenHeight, uint.MaxValue)]);
        foreach (var (name, offset) in new[] { ("zero", 0u), ("in-header", 64u), ("odd", 4093u), ("max", uint.MaxValue), ("wrapping", 0xFFFFFFFCu), ("beyond", 0x40000000u) })
        {
            yield return Frame($"write-pointer-offset-{name}", Expectation.Refuses(RejectCode.FrameOffset, RejectCode.FrameExtent), (m, _) => m.EachFrame(m.FrameFields.Offset, offset));
        }

        yield return Frame("rotation-unknown", Expectation.KeepsGoing, (m, _) => m.EachFrame(m.FrameFields.Rotation, 9));
        yield return Frame("rotation-flapping", Expectation.Survives, (m, r) => m.EachFrame(m.FrameFields.Rotation, (uint)r % 5)) with { Pace = Pace.Milliseconds };
        yield return Frame("format-flapping", Expectation.Survives, (m, r) => m.EachFrame(m.FrameFields.Type, (uint)r)) with { Pace = Pace.Milliseconds };
        yield return Frame("format-version-flapping", Expectation.KeepsGoing, (m, r) => m.EachFrame(m.FrameFields.FormatVersion, (uint)r * 7)) with { Pace = Pace.Milliseconds };
        yield return Frame("size-flapping", Expectation.Survives, (m, r) => Size(m, (uint)(16 << (r % 4)), (uint)(128 >> (r % 4)), 2048)) with { Pace = Pace.Milliseconds };
        yield return Frame("serial-frozen", Expectation.Survives, (m, _) => m.EachFrame(m.FrameFields.Serial, 42));
        yield return Frame("serial-random", Expectation.Survives, (m, r) => m.EachFrame(m.FrameFields.Serial, (uint)r * 0x9E3779B9));
        yield return Frame("serial-backwards", Expectation.Survives, (m, r) => m.EachFrame(m.FrameFields.Serial, 1000 - (uint)r)) with { Pace = Pace.Milliseconds };
        yield return Frame("flags-all", Expectation.KeepsGoing, (m, _) => m.EachFrame(m.FrameFields.Flags, uint.MaxValue));
        yield return Frame("header-all-ones", Expectation.Refuses(s_frameCodes), (m, _) => Words(m, uint.MaxValue));
        yield return Frame("header-all-zero", Expectation.Refuses(s_frameCodes), (m, _) => Words(m, 0));

        // The double fetch: what was checked is not what is used, unless the header was copied once.
        yield return Frame("double-fetch-width", Expectation.Refuses(RejectCode.FrameSize, RejectCode.FramePitch, RejectCode.Torn), (m, r) => m.EachFrame(m.FrameFields.FrameWidth, Flip(r, 64, 65536)));
        yield return Frame("double-fetch-pitch", Expectation.Refuses(RejectCode.FramePitch, RejectCode.FrameExtent, RejectCode.Torn), (m, r) => m.EachFrame(m.FrameFields.Pitch, Flip(r, 4096, 0x7FFFFFFC)));
        yield return Frame("double-fetch-offset", Expectation.Refuses(RejectCode.FrameOffset, RejectCode.FrameExtent, RejectCode.Torn), (m, r) => m.EachFrame(m.FrameFields.Offset, Flip(r, 4092, 0x7FFFFFFC)));
        yield return Frame("double-fetch-rows", Expectation.Refuses(RejectCode.FrameExtent, RejectCode.FrameRows),
            (m, r) => [.. m.EachFrame(m.FrameFields.Rows, Flip(r, 8, 65535)), .. m.EachFrame(m.FrameFields.FrameHeight, Flip(r, 8, 65535))]);
    }

    private static readonly RejectCode[] s_frameCodes = [RejectCode.FrameType, RejectCode.FrameSize, RejectCode.FramePitch, RejectCode.FrameRows, RejectCode.FrameOffset];

    private static IEnumerable<Corruption> Pixels()
    {
        yield return Lie("write-pointer-never", Expectation.Refuses(RejectCode.WritePointerStalled, RejectCode.Torn), (m, _) => m.EachWritePointer(0));
        yield return Lie("write-pointer-half", Expectation.Refuses(RejectCode.WritePointerStalled, RejectCode.Torn), (m, _) => m.EachWritePointer(4096));
        yield return Lie("write-pointer-max", Expectation.Survives, (m, _) => m.EachWritePointer(uint.MaxValue));
        yield return Lie("write-pointer-backwards", Expectation.Survives, (m, r) => m.EachWritePointer(1000000 - ((uint)r * 100000)));
        yield return Lie("write-pointer-flapping", Expectation.Survives, (m, r) => m.EachWritePointer(Flip(r, 0, uint.MaxValue)));
        foreach (var count in new uint[] { 65, 1 << 20, uint.MaxValue })
        {
            yield return Frame($"damage-count-{count}", Expectation.KeepsGoing, (m, _) => m.EachFrame(m.FrameFields.DamageCount, count));
        }

        yield return Lie("damage-outside", Expectation.Survives, (m, _) => m.EachDamage(1, 60000, 60000, 1000, 1000));
        yield return Lie("damage-over-the-edge", Expectation.Survives, (m, _) => m.EachDamage(1, 8, 8, 0x10000, 0x10000));
        yield return Lie("damage-wraps", Expectation.Survives, (m, _) => m.EachDamage(1, uint.MaxValue, 4, 2, 2));
        yield return Lie("damage-wraps-to-inside", Expectation.Survives, (m, _) => m.EachDamage(1, 0xFFFFFFF0, 0xFFFFFFF0, 0x20, 0x20));
        yield return Lie("damage-empty", Expectation.Survives, (m, _) => m.EachDamage(1, 0, 0, 0, 0));
        yield return Lie("damage-flapping", Expectation.Survives, (m, r) => m.EachDamage((uint)r * 9, (uint)r, uint.MaxValue - (uint)r, (uint)r * 0x10000001, 3));
    }

    private static IEnumerable<Patch> Size(RegionMap m, uint width, uint height, uint pitch) =>
    [
        .. m.EachFrame(m.FrameFields.FrameWidth, width), .. m.EachFrame(m.FrameFields.DataWidth, width), .. m.EachFrame(m.FrameFields.FrameHeight, height),
        .. m.EachFrame(m.FrameFields.Rows, height), .. m.EachFrame(m.FrameFields.Pitch, pitch),
    ];

    private static IEnumerable<Patch> Words(RegionMap m, uint value) => Enumerable.Range(0, m.FrameFields.Damage / 4).SelectMany(i => m.EachFrame(4 * i, value));
}
