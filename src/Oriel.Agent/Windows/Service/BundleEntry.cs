namespace Oriel.Agent.Windows.Service;

/// <summary>One file of a bundle.</summary>
/// <param name="Name">Name in the zip.</param>
/// <param name="Write">Writes its text; may fail in any way files, registries and other programs fail, which is then said in its place.</param>
internal sealed record BundleEntry(string Name, Action<TextWriter> Write)
{
    /// <summary>Bytes of a log that are taken, from its end.</summary>
    public const int MostBytes = 4 << 20;

    /// <summary>A file as it is, at most its last <see cref="MostBytes"/>; also while somebody writes into it.</summary>
    public static BundleEntry OfFile(string name, string path) => new(name, output =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > MostBytes)
        {
            file.Seek(-MostBytes, SeekOrigin.End);
            output.WriteLine($"[the last {MostBytes} of {file.Length} bytes]");
        }

        using var reader = new StreamReader(file);
        output.Write(reader.ReadToEnd());
    });
}
