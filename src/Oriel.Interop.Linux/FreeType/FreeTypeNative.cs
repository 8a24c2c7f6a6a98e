using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.FreeType;

/// <summary>The few functions of freetype.h that rasterising needs. FT_Error 0 = success.</summary>
internal static unsafe partial class FreeTypeNative
{
    [LibraryImport(Libraries.FreeType)]
    public static partial int FT_Init_FreeType(nint* library);

    [LibraryImport(Libraries.FreeType)]
    public static partial int FT_Done_FreeType(nint library);

    [LibraryImport(Libraries.FreeType)]
    public static partial int FT_New_Face(nint library, byte* path, nint index, FT_FaceRec** face);

    [LibraryImport(Libraries.FreeType)]
    public static partial int FT_Done_Face(FT_FaceRec* face);

    [LibraryImport(Libraries.FreeType)]
    public static partial int FT_Set_Pixel_Sizes(FT_FaceRec* face, uint width, uint height);

    [LibraryImport(Libraries.FreeType)]
    public static partial int FT_Load_Char(FT_FaceRec* face, nuint code, int flags);
}

/// <summary>Constants of freetype.h and ftimage.h.</summary>
internal static class FreeTypeConstants
{
    public const int FT_LOAD_RENDER = 4;
    public const int FT_PIXEL_MODE_GRAY = 2;
}
