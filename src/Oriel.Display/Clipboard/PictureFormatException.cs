namespace Oriel.Display.Clipboard;

/// <summary>A picture file that is broken, of a kind that is not read, or too large. The message says which, one clause.</summary>
public sealed class PictureFormatException(string message) : Exception(message);
