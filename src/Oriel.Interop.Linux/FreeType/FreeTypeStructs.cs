namespace Oriel.Interop.Linux.FreeType;

// The structures of freetype.h, ftimage.h and fttypes.h that a face leads to; checked by the layout oracle. FT_Long and FT_Pos are C longs.

internal struct FT_Generic
{
    public nint data, finalizer;
}

internal unsafe struct FT_Bitmap
{
    public uint rows, width;
    public int pitch;
    public byte* buffer;
    public ushort num_grays;
    public byte pixel_mode, palette_mode;
    public nint palette;
}

internal struct FT_Size_Metrics
{
    public ushort x_ppem, y_ppem;
    public nint x_scale, y_scale, ascender, descender, height, max_advance;
}

internal struct FT_SizeRec
{
    public nint face;
    public FT_Generic generic;
    public FT_Size_Metrics metrics;
    public nint @internal;
}

internal struct FT_Glyph_Metrics
{
    public nint width, height, horiBearingX, horiBearingY, horiAdvance, vertBearingX, vertBearingY, vertAdvance;
}

internal struct FT_Vector
{
    public nint x, y;
}

internal struct FT_Outline
{
    public short n_contours, n_points;
    public nint points, tags, contours;
    public int flags;
}

internal struct FT_GlyphSlotRec
{
    public nint library, face, next;
    public uint glyph_index;
    public FT_Generic generic;
    public FT_Glyph_Metrics metrics;
    public nint linearHoriAdvance, linearVertAdvance;
    public FT_Vector advance;
    public int format;
    public FT_Bitmap bitmap;
    public int bitmap_left, bitmap_top;
    public FT_Outline outline;
    public uint num_subglyphs;
    public nint subglyphs, control_data, control_len, lsb_delta, rsb_delta, other, @internal;
}

internal struct FT_BBox
{
    public nint xMin, yMin, xMax, yMax;
}

internal struct FT_ListRec
{
    public nint head, tail;
}

internal unsafe struct FT_FaceRec
{
    public nint num_faces, face_index, face_flags, style_flags, num_glyphs, family_name, style_name;
    public int num_fixed_sizes;
    public nint available_sizes;
    public int num_charmaps;
    public nint charmaps;
    public FT_Generic generic;
    public FT_BBox bbox;
    public ushort units_per_EM;
    public short ascender, descender, height, max_advance_width, max_advance_height, underline_position, underline_thickness;
    public FT_GlyphSlotRec* glyph;
    public FT_SizeRec* size;
    public nint charmap, driver, memory, stream;
    public FT_ListRec sizes_list;
    public FT_Generic autohint;
    public nint extensions, @internal;
}
