namespace Oriel.Cli.Record;

/// <summary>Takes finished pictures, and sound, for a program that reads them from a pipe. One thread; every member may block while that program does not read.</summary>
internal interface IPictureOutput
{
    /// <summary>Before the first picture.</summary>
    void Begin();

    /// <summary>A picture follows, in pieces, by <see cref="Write"/>.</summary>
    /// <param name="timeUs">When it is shown, from the beginning; never less than the one before.</param>
    /// <param name="bytes">All pieces together.</param>
    void BeginPicture(long timeUs, int bytes);

    /// <summary>A piece of the picture.</summary>
    void Write(ReadOnlySpan<byte> piece);

    /// <summary>A piece of sound; left out where there is none.</summary>
    /// <param name="timeUs">Of its first sample, from the beginning.</param>
    /// <param name="samples">Interleaved 16-bit little-endian samples.</param>
    void WriteSound(long timeUs, ReadOnlySpan<byte> samples);
}
