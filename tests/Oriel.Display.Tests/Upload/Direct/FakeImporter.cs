using Oriel.Display.Upload;
using Oriel.Display.Upload.Direct;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Tests.Upload.Direct;

/// <summary>How a double of the driver behaves.</summary>
internal enum DriverDoes
{
    Well,
    RefuseImport,
    RefuseRefresh,
    ReadWithAnotherPitch,
    KeepWhatItReadFirst,
    SwapColors,
}

/// <summary>A driver that imports: each use uploads what the memory holds at that moment into an ordinary texture. Runs on any renderer.</summary>
internal sealed class FakeImporter(GlFunctions gl, LentMemory memory) : IDmaImporter
{
    private readonly Dictionary<uint, (FrameHeader Frame, uint Rows, byte[] Bytes)> _imports = [];

    public string? Obstacle { get; init; }

    public volatile DriverDoes Does = DriverDoes.Well;

    public int Imports;
    public int Releases;
    public int Refreshes;

    public DmaTexture? TryImport(DmaBuffer buffer, in FrameHeader frame, uint rows, out string reason)
    {
        reason = "the double refuses";
        if (Does == DriverDoes.RefuseImport)
        {
            return null;
        }

        Interlocked.Increment(ref Imports);
        var storage = PixelStorage.Of(frame.Type);
        var texture = gl.CreateTexture(Texture2d);
        gl.TextureStorage2D(texture, 1, storage.InternalFormat, (int)frame.FrameWidth, (int)rows);
        gl.TextureParameteri(texture, TextureMinFilter, (int)Nearest);
        gl.TextureParameteri(texture, TextureMagFilter, (int)Nearest);
        _imports[texture] = (frame, rows, new byte[rows * frame.PitchBytes]);
        var import = new DmaTexture(buffer, texture, Image: 1);
        Load(import);
        return import;
    }

    public bool TryRefresh(DmaTexture texture)
    {
        Interlocked.Increment(ref Refreshes);
        if (Does == DriverDoes.RefuseRefresh)
        {
            return false;
        }

        if (Does != DriverDoes.KeepWhatItReadFirst)
        {
            Load(texture);
        }

        return true;
    }

    public void Release(DmaTexture texture)
    {
        Interlocked.Increment(ref Releases);
        Assert.False(texture.Buffer.Handle.IsClosed, "released before its memory");
        _imports.Remove(texture.Name);
        gl.DeleteTexture(texture.Name);
    }

    private void Load(DmaTexture texture)
    {
        var (frame, rows, bytes) = _imports[texture.Name];
        memory.ReadOut(texture.Buffer, bytes);
        if (Does == DriverDoes.SwapColors)
        {
            for (var i = 0; i + 2 < bytes.Length; i += 4)
            {
                (bytes[i], bytes[i + 2]) = (bytes[i + 2], bytes[i]);
            }
        }

        var storage = PixelStorage.Of(frame.Type);
        var pitchTexels = (int)(frame.PitchBytes / storage.TexelBytes) - (Does == DriverDoes.ReadWithAnotherPitch ? 1 : 0);
        gl.PixelStorei(UnpackRowLength, Math.Max(pitchTexels, (int)frame.FrameWidth));
        gl.UploadFromSpan(texture.Name, 0, 0, (int)frame.FrameWidth, (int)rows, storage.Format, storage.Type, bytes);
        gl.PixelStorei(UnpackRowLength, 0);
    }
}
