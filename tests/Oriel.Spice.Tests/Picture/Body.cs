using System.Buffers.Binary;

namespace Oriel.Spice.Tests.Picture;

/// <summary>Writes message bodies of the display channel field by field, after spice.md section 12 and without any code of the product.</summary>
internal sealed class Body
{
    private readonly List<byte> _bytes = [];
    private readonly List<(int At, byte[] Target)> _pointers = [];

    public static (int Left, int Top, int Right, int Bottom)[]? NoClip => null;

    public Body U8(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public Body U16(int value)
    {
        _bytes.AddRange([(byte)value, (byte)(value >> 8)]);
        return this;
    }

    public Body U32(long value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, unchecked((uint)value));
        _bytes.AddRange(word);
        return this;
    }

    public Body U64(ulong value) => U32((uint)value).U32((uint)(value >> 32));

    public Body Rect(int left, int top, int right, int bottom) => U32(top).U32(left).U32(bottom).U32(right);

    public Body Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A pointer to a structure that is put behind everything else; null = 0.</summary>
    public Body Pointer(byte[]? target)
    {
        if (target is not null)
        {
            _pointers.Add((_bytes.Count, target));
        }

        return U32(0);
    }

    public Body Base((int Left, int Top, int Right, int Bottom) box, (int Left, int Top, int Right, int Bottom)[]? clip = null, uint surface = 0)
    {
        U32(surface).Rect(box.Left, box.Top, box.Right, box.Bottom);
        return Clip(clip);
    }

    public Body Clip((int Left, int Top, int Right, int Bottom)[]? clip)
    {
        if (clip is null)
        {
            return U8(0);
        }

        U8(1).U32(clip.Length);
        foreach (var r in clip)
        {
            Rect(r.Left, r.Top, r.Right, r.Bottom);
        }

        return this;
    }

    public Body Solid(uint color) => U8(1).U32(color);

    public Body Pattern(byte[] image, int x, int y) => U8(2).Pointer(image).U32(x).U32(y);

    public Body NoMask() => U8(0).U32(0).U32(0).U32(0);

    public Body Mask(byte[]? bitmap, int x = 0, int y = 0, bool isInverted = false) => U8(isInverted ? 1 : 0).U32(x).U32(y).Pointer(bitmap);

    /// <summary>The finished body: targets behind the fixed part, pointers set. Structures may hold their own pointers relative to themselves; those are moved along.</summary>
    public byte[] Done()
    {
        var all = _bytes.ToList();
        foreach (var (at, target) in _pointers)
        {
            var place = all.Count;
            BinaryPrimitives.WriteUInt32LittleEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all)[at..], (uint)place);
            all.AddRange(target);
            // Image: descriptor 18, bitmap head 14, then the palette pointer unless it is a kept one. Test images put their palette at their own end.
            if (target.Length > 36 && target[8] == 0 && (target[19] & 2) == 0 && BinaryPrimitives.ReadUInt32LittleEndian(target.AsSpan(32)) is var own and not 0)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all)[(place + 32)..], (uint)(place + own));
            }
        }

        return [.. all];
    }

    public static byte[] SurfaceCreate(uint id, int width, int height, int format = 32, int flags = 1) => new Body().U32(id).U32(width).U32(height).U32(format).U32(flags).Done();

    /// <summary>An image that is a surface.</summary>
    public static byte[] SurfaceImage(uint id) => new Body().U64(0).U8(104).U8(0).U32(0).U32(0).U32(id).Done();

    /// <summary>A bitmap image of 32-bit pixels 0x00RRGGBB, top row first.</summary>
    public static byte[] Bitmap(int width, int height, Func<int, int, uint> pixel, int format = 8)
    {
        var body = Head(width, height, format, flags: 4, width * 4).U32(0);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                body.U32(pixel(x, y));
            }
        }

        return body.Done();
    }

    /// <summary>Image descriptor and bitmap head up to the palette field.</summary>
    public static Body Head(int width, int height, int format, int flags, int stride) =>
        new Body().U64(77).U8(0).U8(0).U32(width).U32(height).U8(format).U8(flags).U32(width).U32(height).U32(stride);
}
