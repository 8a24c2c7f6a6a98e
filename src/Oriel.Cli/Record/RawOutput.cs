namespace Oriel.Cli.Record;

/// <summary>Pictures one behind the other, without times: for readers that are told a constant rate.</summary>
internal sealed class RawOutput(Stream stream) : IPictureOutput
{
    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public void BeginPicture(long timeUs, int bytes)
    {
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> piece) => stream.Write(piece);

    /// <inheritdoc/>
    public void WriteSound(long timeUs, ReadOnlySpan<byte> samples)
    {
    }
}
