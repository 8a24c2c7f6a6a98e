using System.Runtime.InteropServices;
using System.Text;

namespace Oriel.Interop.Linux.Fontconfig;

/// <summary>Asks fontconfig for a font file.</summary>
public static unsafe class FontSearch
{
    /// <summary>The file fontconfig prefers for a pattern such as <c>monospace</c>; null when the library or a font is missing.</summary>
    public static string? FindFile(string pattern)
    {
        try
        {
            return Match(pattern);
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }

    private static string? Match(string pattern)
    {
        nint wanted;
        fixed (byte* name = Encoding.UTF8.GetBytes(pattern + '\0'))
        {
            wanted = FontconfigNative.FcNameParse(name);
        }

        if (wanted == 0)
        {
            return null;
        }

        // The null configuration is the user's; the first call loads it.
        _ = FontconfigNative.FcConfigSubstitute(0, wanted, FontconfigConstants.FcMatchPattern);
        FontconfigNative.FcDefaultSubstitute(wanted);
        int result;
        var found = FontconfigNative.FcFontMatch(0, wanted, &result);
        FontconfigNative.FcPatternDestroy(wanted);
        if (found == 0)
        {
            return null;
        }

        string? file = null;
        byte* text;
        fixed (byte* property = "file"u8)
        {
            if (FontconfigNative.FcPatternGetString(found, property, 0, &text) == FontconfigConstants.FcResultMatch)
            {
                file = Marshal.PtrToStringUTF8((nint)text);
            }
        }

        FontconfigNative.FcPatternDestroy(found);
        return file;
    }
}
