using System.Text;

namespace Oriel.Display.Clipboard;

/// <summary>Text between the encodings of X11 targets. Pure.</summary>
internal static class ClipboardText
{
    /// <summary>Valid UTF-8 without zero bytes at the end: what a program calls UTF-8 need not be.</summary>
    public static byte[] FromUtf8(ReadOnlySpan<byte> text) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.TrimEnd((byte)0)));

    /// <summary>UTF-8 from ISO 8859-1, which is what STRING means.</summary>
    public static byte[] FromLatin1(ReadOnlySpan<byte> text) => Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(text.TrimEnd((byte)0)));

    /// <summary>ISO 8859-1 from UTF-8; what it cannot say becomes a question mark.</summary>
    public static byte[] ToLatin1(ReadOnlySpan<byte> text) => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(text));
}
