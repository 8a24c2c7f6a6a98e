// flags: -I/usr/include/freetype2
#include <ft2build.h>
#include FT_FREETYPE_H
#include <fontconfig/fontconfig.h>
#include "oracle.h"

int main(void)
{
    CONSTANT(FreeTypeConstants, FT_LOAD_RENDER, FT_LOAD_RENDER);
    CONSTANT(FreeTypeConstants, FT_PIXEL_MODE_GRAY, FT_PIXEL_MODE_GRAY);
    CONSTANT(FontconfigConstants, FcMatchPattern, FcMatchPattern);
    CONSTANT(FontconfigConstants, FcResultMatch, FcResultMatch);

    STRUCT(FT_Generic);
    FIELD(FT_Generic, data);
    FIELD(FT_Generic, finalizer);

    STRUCT(FT_Bitmap);
    FIELD(FT_Bitmap, rows);
    FIELD(FT_Bitmap, width);
    FIELD(FT_Bitmap, pitch);
    FIELD(FT_Bitmap, buffer);
    FIELD(FT_Bitmap, num_grays);
    FIELD(FT_Bitmap, pixel_mode);
    FIELD(FT_Bitmap, palette_mode);
    FIELD(FT_Bitmap, palette);

    STRUCT(FT_Size_Metrics);
    FIELD(FT_Size_Metrics, x_ppem);
    FIELD(FT_Size_Metrics, y_ppem);
    FIELD(FT_Size_Metrics, x_scale);
    FIELD(FT_Size_Metrics, y_scale);
    FIELD(FT_Size_Metrics, ascender);
    FIELD(FT_Size_Metrics, descender);
    FIELD(FT_Size_Metrics, height);
    FIELD(FT_Size_Metrics, max_advance);

    STRUCT(FT_SizeRec);
    FIELD(FT_SizeRec, face);
    FIELD(FT_SizeRec, generic);
    FIELD(FT_SizeRec, metrics);
    FIELD(FT_SizeRec, internal);

    STRUCT(FT_Glyph_Metrics);
    FIELD(FT_Glyph_Metrics, width);
    FIELD(FT_Glyph_Metrics, height);
    FIELD(FT_Glyph_Metrics, horiBearingX);
    FIELD(FT_Glyph_Metrics, horiBearingY);
    FIELD(FT_Glyph_Metrics, horiAdvance);
    FIELD(FT_Glyph_Metrics, vertBearingX);
    FIELD(FT_Glyph_Metrics, vertBearingY);
    FIELD(FT_Glyph_Metrics, vertAdvance);

    STRUCT(FT_Vector);
    FIELD(FT_Vector, x);
    FIELD(FT_Vector, y);

    STRUCT(FT_Outline);
    FIELD(FT_Outline, n_contours);
    FIELD(FT_Outline, n_points);
    FIELD(FT_Outline, points);
    FIELD(FT_Outline, tags);
    FIELD(FT_Outline, contours);
    FIELD(FT_Outline, flags);

    STRUCT(FT_GlyphSlotRec);
    FIELD(FT_GlyphSlotRec, library);
    FIELD(FT_GlyphSlotRec, face);
    FIELD(FT_GlyphSlotRec, next);
    FIELD(FT_GlyphSlotRec, glyph_index);
    FIELD(FT_GlyphSlotRec, generic);
    FIELD(FT_GlyphSlotRec, metrics);
    FIELD(FT_GlyphSlotRec, linearHoriAdvance);
    FIELD(FT_GlyphSlotRec, linearVertAdvance);
    FIELD(FT_GlyphSlotRec, advance);
    FIELD(FT_GlyphSlotRec, format);
    FIELD(FT_GlyphSlotRec, bitmap);
    FIELD(FT_GlyphSlotRec, bitmap_left);
    FIELD(FT_GlyphSlotRec, bitmap_top);
    FIELD(FT_GlyphSlotRec, outline);
    FIELD(FT_GlyphSlotRec, num_subglyphs);
    FIELD(FT_GlyphSlotRec, subglyphs);
    FIELD(FT_GlyphSlotRec, control_data);
    FIELD(FT_GlyphSlotRec, control_len);
    FIELD(FT_GlyphSlotRec, lsb_delta);
    FIELD(FT_GlyphSlotRec, rsb_delta);
    FIELD(FT_GlyphSlotRec, other);
    FIELD(FT_GlyphSlotRec, internal);

    STRUCT(FT_BBox);
    FIELD(FT_BBox, xMin);
    FIELD(FT_BBox, yMin);
    FIELD(FT_BBox, xMax);
    FIELD(FT_BBox, yMax);

    STRUCT(FT_ListRec);
    FIELD(FT_ListRec, head);
    FIELD(FT_ListRec, tail);

    STRUCT(FT_FaceRec);
    FIELD(FT_FaceRec, num_faces);
    FIELD(FT_FaceRec, face_index);
    FIELD(FT_FaceRec, face_flags);
    FIELD(FT_FaceRec, style_flags);
    FIELD(FT_FaceRec, num_glyphs);
    FIELD(FT_FaceRec, family_name);
    FIELD(FT_FaceRec, style_name);
    FIELD(FT_FaceRec, num_fixed_sizes);
    FIELD(FT_FaceRec, available_sizes);
    FIELD(FT_FaceRec, num_charmaps);
    FIELD(FT_FaceRec, charmaps);
    FIELD(FT_FaceRec, generic);
    FIELD(FT_FaceRec, bbox);
    FIELD(FT_FaceRec, units_per_EM);
    FIELD(FT_FaceRec, ascender);
    FIELD(FT_FaceRec, descender);
    FIELD(FT_FaceRec, height);
    FIELD(FT_FaceRec, max_advance_width);
    FIELD(FT_FaceRec, max_advance_height);
    FIELD(FT_FaceRec, underline_position);
    FIELD(FT_FaceRec, underline_thickness);
    FIELD(FT_FaceRec, glyph);
    FIELD(FT_FaceRec, size);
    FIELD(FT_FaceRec, charmap);
    FIELD(FT_FaceRec, driver);
    FIELD(FT_FaceRec, memory);
    FIELD(FT_FaceRec, stream);
    FIELD(FT_FaceRec, sizes_list);
    FIELD(FT_FaceRec, autohint);
    FIELD(FT_FaceRec, extensions);
    FIELD(FT_FaceRec, internal);
    return 0;
}
