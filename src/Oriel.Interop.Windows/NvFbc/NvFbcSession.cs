using Oriel.Memory;

namespace Oriel.Interop.Windows.NvFbc;

/// <summary>A capture session to system memory. The driver owns picture and difference map; both are valid from a grab to the next. One thread.</summary>
public sealed unsafe class NvFbcSession : IDisposable
{
    private const int PixelBytes = 4;

    private NvFBCToSys* _session;
    private void** _outputs;
    private void* _address;
    private PixelBuffer? _pixels;

    internal NvFbcSession(void* session)
    {
        _session = (NvFBCToSys*)session;

        // SAFETY: two words in native memory, because the driver may write them again at any grab.
        _outputs = (void**)System.Runtime.InteropServices.NativeMemory.AllocZeroed(2, (nuint)sizeof(void*));
    }

    /// <summary>The picture of the last grab; null before the first.</summary>
    public PixelBuffer? Pixels => _pixels;

    /// <summary>Prepares the session.</summary>
    /// <param name="diffMap">With a map of changed blocks.</param>
    /// <param name="smallBlocks">Blocks of 16 pixels instead of 128.</param>
    /// <param name="hdr">Ten bits a channel, for high dynamic range.</param>
    public NvFbcResult SetUp(bool diffMap, bool smallBlocks, bool hdr)
    {
        ObjectDisposedException.ThrowIf(_session == null, this);

        // SAFETY: the struct is a local; the addresses it carries live as long as the session.
        var native = new NVFBC_TOSYS_SETUP_PARAMS
        {
            dwVersion = NvFbcConstants.SetupVersion,
            bits = (diffMap ? NvFbcConstants.SetupDiffMap : 0) | (diffMap && smallBlocks ? NvFbcConstants.SetupSmallBlocks : 0) | (hdr ? NvFbcConstants.SetupHdr : 0),
            eMode = hdr ? NvFbcConstants.FormatArgb10 : NvFbcConstants.FormatArgb,
            ppBuffer = _outputs,
            ppDiffMap = diffMap ? _outputs + 1 : null,
        };
        return (NvFbcResult)_session->SetUp(&native);
    }

    /// <summary>Takes the next picture, waiting for a change at most this long; 0 = takes what is there. Allocates nothing while place and size stay.</summary>
    public NvFbcResult Grab(uint timeoutMs, out NvFbcPicture picture)
    {
        ObjectDisposedException.ThrowIf(_session == null, this);

        // SAFETY: both structs are locals for the time of the call.
        NvFBCFrameGrabInfo info = default;
        var native = new NVFBC_TOSYS_GRAB_FRAME_PARAMS
        {
            dwVersion = NvFbcConstants.GrabVersion,
            dwFlags = timeoutMs == 0 ? NvFbcConstants.GrabNoWait : NvFbcConstants.GrabWaitWithTimeout,
            dwWaitTime = timeoutMs,
            pNvFBCFrameGrabInfo = &info,
        };
        var result = (NvFbcResult)_session->GrabFrame(&native);
        var isUsable = result == NvFbcResult.Success && _outputs[0] != null && info.dwWidth is > 0 and <= 65535 && info.dwHeight is > 0 and <= 65535
            && info.dwBufferWidth >= info.dwWidth && info.dwBufferWidth <= 65535 * 2;
        picture = new NvFbcPicture((int)info.dwWidth, (int)info.dwHeight, info.dwBufferWidth * PixelBytes, info.bFirstBuffer != 0, info.bMustRecreate != 0, (info.bitsIsHdr & 1) != 0);
        if (!isUsable)
        {
            return result == NvFbcResult.Success && info.bMustRecreate == 0 ? NvFbcResult.Generic : result;
        }

        // SAFETY: the driver's buffer has height rows of the padded width.
        var bytes = (nuint)picture.PitchBytes * (nuint)picture.Height;
        if (_pixels is null || _address != _outputs[0] || _pixels.Length != bytes)
        {
            _address = _outputs[0];
            _pixels = PixelBuffer.FromNative((nint)_address, bytes, release: null);
        }

        return result;
    }

    /// <summary>Copies the difference map of the last grab: a byte for each block, row by row, not 0 = changed. False when there is none.</summary>
    public bool TryCopyDiffMap(Span<byte> blocks)
    {
        if (_outputs == null || _outputs[1] == null)
        {
            return false;
        }

        // SAFETY: the driver's map has a byte for each block of the picture; the caller asks for as many.
        new ReadOnlySpan<byte>(_outputs[1], blocks.Length).CopyTo(blocks);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_session != null)
        {
            // SAFETY: released once; the driver frees what it made.
            _ = _session->Release();
            _session = null;
            System.Runtime.InteropServices.NativeMemory.Free(_outputs);
            _outputs = null;
            _pixels = null;
        }
    }
}
