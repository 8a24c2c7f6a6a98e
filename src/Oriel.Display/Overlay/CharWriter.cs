using System.Globalization;

namespace Oriel.Display.Overlay;

/// <summary>
/// Writes text and numbers into a caller's buffer, cut to what fits. Interpolated handlers would do the same, but their generic code boxes every value
/// until the runtime has compiled it a second time, and figures are formatted too seldom for that.
/// </summary>
internal ref struct CharWriter(Span<char> buffer)
{
    private readonly Span<char> _buffer = buffer;

    /// <summary>Characters written.</summary>
    public int Length { get; private set; }

    public void Add(scoped ReadOnlySpan<char> text)
    {
        var fits = Math.Min(text.Length, _buffer.Length - Length);
        text[..fits].CopyTo(_buffer[Length..]);
        Length += fits;
    }

    public void Add(long value)
    {
        if (value.TryFormat(_buffer[Length..], out var written, default, CultureInfo.InvariantCulture))
        {
            Length += written;
        }
    }

    /// <summary>A number with a fixed format, right-aligned in <paramref name="width"/> characters.</summary>
    public void Add(double value, scoped ReadOnlySpan<char> format, int width)
    {
        Span<char> digits = stackalloc char[32];
        if (value.TryFormat(digits, out var written, format, CultureInfo.InvariantCulture))
        {
            for (var i = written; i < width; i++)
            {
                Add(" ");
            }

            Add(digits[..written]);
        }
    }
}
