using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Fontconfig;

/// <summary>The few functions of fontconfig.h that finding one font needs.</summary>
internal static unsafe partial class FontconfigNative
{
    [LibraryImport(Libraries.Fontconfig)]
    public static partial nint FcNameParse(byte* name);

    [LibraryImport(Libraries.Fontconfig)]
    public static partial int FcConfigSubstitute(nint config, nint pattern, int kind);

    [LibraryImport(Libraries.Fontconfig)]
    public static partial void FcDefaultSubstitute(nint pattern);

    [LibraryImport(Libraries.Fontconfig)]
    public static partial nint FcFontMatch(nint config, nint pattern, int* result);

    [LibraryImport(Libraries.Fontconfig)]
    public static partial int FcPatternGetString(nint pattern, byte* property, int index, byte** value);

    [LibraryImport(Libraries.Fontconfig)]
    public static partial void FcPatternDestroy(nint pattern);
}

/// <summary>Constants of fontconfig.h.</summary>
internal static class FontconfigConstants
{
    public const int FcMatchPattern = 0;
    public const int FcResultMatch = 0;
}
