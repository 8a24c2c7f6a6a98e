using Oriel.Protocol;
using static Oriel.Fuzz.Mutation.Stores;

namespace Oriel.Fuzz.Mutation;

/// <summary>Pointer messages (kvmfr.md section 7). Every one leaves the frames alone: the picture goes on.</summary>
public static partial class Corruptions
{
    private const int CursorX = 0, CursorY = 2, CursorKind = 4, HotspotX = 8, HotspotY = 9, CursorWidth = 12, CursorHeight = 16, CursorPitch = 20;

    private static Corruption Cursor(string name, Expectation expected, Func<RegionMap, int, IEnumerable<Patch>> build) => Stop(name, expected, build) with { NeedsCursor = true };

    private static IEnumerable<Corruption> Cursors()
    {
        foreach (var type in new uint[] { 3, 99, uint.MaxValue })
        {
            yield return Cursor($"cursor-type-{type}", Expectation.Refuses(RejectCode.CursorType), (m, _) => m.EachCursor(CursorKind, type));
        }

        RejectCode[] sizes = [RejectCode.CursorSize, RejectCode.CursorPitch, RejectCode.CursorExtent];
        yield return Cursor("cursor-width-zero", Expectation.Refuses(sizes), (m, _) => m.EachCursor(CursorWidth, 0));
        yield return Cursor("cursor-height-zero", Expectation.Refuses(sizes), (m, _) => m.EachCursor(CursorHeight, 0));
        yield return Cursor("cursor-width-max", Expectation.Refuses(sizes), (m, _) => m.EachCursor(CursorWidth, uint.MaxValue));
        yield return Cursor("cursor-height-max", Expectation.Refuses(sizes), (m, _) => m.EachCursor(CursorHeight, uint.MaxValue));
        yield return Cursor("cursor-513-wide", Expectation.Refuses(sizes), (m, _) => [.. m.EachCursor(CursorWidth, 513), .. m.EachCursor(CursorPitch, 513 * 4)]);
        yield return Cursor("cursor-pitch-zero", Expectation.Refuses(sizes), (m, _) => m.EachCursor(CursorPitch, 0));
        yield return Cursor("cursor-pitch-below-row", Expectation.Refuses(sizes), (m, _) => m.EachCursor(CursorPitch, 4));
        yield return Cursor("cursor-pitch-max", Expectation.Refuses(sizes), (m, _) => m.EachCursor(CursorPitch, uint.MaxValue));
        yield return Cursor("cursor-height-times-pitch-wraps", Expectation.Refuses(sizes),
            (m, _) => [.. m.EachCursor(CursorWidth, 16), .. m.EachCursor(CursorHeight, 256), .. m.EachCursor(CursorPitch, 0x01000000)]);
        yield return Cursor("cursor-shape-beyond-payload", Expectation.Refuses(sizes),
            (m, _) => [.. m.EachCursor(CursorWidth, 512), .. m.EachCursor(CursorHeight, 512), .. m.EachCursor(CursorPitch, 512 * 8)]);
        yield return Cursor("cursor-monochrome-odd-height", Expectation.KeepsGoing,
            (m, _) => [.. m.EachCursor(CursorKind, 1), .. m.EachCursor(CursorWidth, 9), .. m.EachCursor(CursorHeight, 7), .. m.EachCursor(CursorPitch, 2)]);
        yield return Cursor("cursor-largest-allowed", Expectation.KeepsGoing,
            (m, _) => [.. m.EachCursor(CursorWidth, 512), .. m.EachCursor(CursorHeight, 512), .. m.EachCursor(CursorPitch, 2048)]);
        yield return Cursor("cursor-hotspot-extreme", Expectation.KeepsGoing, (m, _) => [.. m.EachCursor(HotspotX, 0x80, 1), .. m.EachCursor(HotspotY, 0x80, 1)]);
        yield return Cursor("cursor-position-extreme", Expectation.KeepsGoing, (m, r) => [.. m.EachCursor(CursorX, Flip(r, 0x8000, 0x7FFF), 2), .. m.EachCursor(CursorY, Flip(r, 0x7FFF, 0x8000), 2)]);
        yield return Cursor("cursor-payload-size-zero", Expectation.Refuses(RejectCode.PayloadSize), (m, _) => m.EachPointerEntry(m.Layout.Entry.Size, 0));
        yield return Cursor("cursor-payload-size-small", Expectation.Refuses(RejectCode.PayloadSize), (m, _) => m.EachPointerEntry(m.Layout.Entry.Size, 8));
        yield return Cursor("cursor-payload-size-max", Expectation.Refuses(RejectCode.PayloadRange), (m, _) => m.EachPointerEntry(m.Layout.Entry.Size, uint.MaxValue));
        yield return Cursor("cursor-payload-offset-max", Expectation.Refuses(RejectCode.PayloadRange), (m, _) => m.EachPointerEntry(m.Layout.Entry.Offset, uint.MaxValue));
        yield return Cursor("cursor-payload-offset-zero", Expectation.Refuses(RejectCode.PayloadRange), (m, _) => m.EachPointerEntry(m.Layout.Entry.Offset, 0));
        yield return Cursor("cursor-payload-misaligned", Expectation.KeepsGoing, (m, _) => m.EachPointerEntry(m.Layout.Entry.Offset, (uint)m.Cursors[0] + 1));
        yield return Cursor("cursor-payload-near-end", Expectation.KeepsGoing,
            (m, _) => [.. m.EachPointerEntry(m.Layout.Entry.Offset, (uint)m.Length - 28), .. m.EachPointerEntry(m.Layout.Entry.Size, 28), .. m.EachPointerEntry(0, 7)]);
        yield return Cursor("cursor-flags-all", Expectation.KeepsGoing, (m, _) => m.EachPointerEntry(0, uint.MaxValue));
        yield return Cursor("cursor-flags-shape-without-shape", Expectation.KeepsGoing, (m, _) => [.. m.EachPointerEntry(0, 4), .. m.EachPointerEntry(m.Layout.Entry.Size, 24)]);
        yield return Cursor("cursor-visibility-flapping", Expectation.KeepsGoing, (m, r) => m.EachPointerEntry(0, Flip(r, 1, 3)));
        yield return Cursor("double-fetch-cursor", Expectation.KeepsGoing,
            (m, r) => [.. m.EachCursor(CursorHeight, Flip(r, 16, 0x00FFFFFF)), .. m.EachCursor(CursorPitch, Flip(r, 64, 0x00FFFFFF))]);
    }
}
