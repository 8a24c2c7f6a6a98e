using Oriel.Display.Upload;

namespace Oriel.Display;

/// <content>Which way frames are uploaded. The first picture goes the plain way, which needs nothing prepared; the measurement comes after it, a trial between two pictures.</content>
public sealed partial class RenderLoop
{
    private UploadProbe? _probe;
    private int _uploadPath;
    private long _presentsBeforePicture = -1;

    /// <summary>Called on the render thread, once, when the upload path was chosen, with what the log should say. Set it before Start; it must only post elsewhere.</summary>
    public Action<string>? UploadChosen { get; set; }

    private void SetUpUpload(bool allowMapping, bool isMapped)
    {
        if (allowMapping && _options.Upload is UploadPath.Auto or UploadPath.DmaBuf)
        {
            return;
        }

        _presentsBeforePicture = long.MaxValue;
        Volatile.Write(ref _uploadPath, (int)(isMapped ? UploadPath.Mapped : UploadPath.Plain));
    }

    // One trial at a time, and none before a picture was presented: nothing is to be later for it.
    private void MeasureUpload()
    {
        if (_presentsBeforePicture < 0)
        {
            _presentsBeforePicture = _shown.Frame.HasPicture ? _figures.Presents : -1;
            return;
        }

        if (_figures.Presents <= _presentsBeforePicture)
        {
            return;
        }

        var mark = AllocationLedger.Mark();
        _probe ??= new UploadProbe(_gl.Gl);
        if (_probe.Step())
        {
            Take(_probe.Choice!);
        }
        else
        {
            Request(LoopRequest.Buffers);
        }

        _ledger.Exempt(mark);
    }

    private void Take(UploadChoice choice)
    {
        _probe!.Dispose();
        _probe = null;
        _presentsBeforePicture = long.MaxValue;
        if (choice.Path == UploadPath.Mapped)
        {
            _relay.Buffers.Allow();
            _fallback.Buffers.Allow();
        }

        Volatile.Write(ref _uploadPath, (int)choice.Path);
        Volatile.Write(ref _renderer, DescribeRenderer(choice.ToString()));
        UploadChosen?.Invoke(choice.ToString());
        _isHudDirty |= _active.ShowHud && UpdateHud();
    }

    private string DescribeRenderer(string upload) => $"{_gl.Renderer}, {upload}{(_direct is null ? "" : ", 1:1 pictures past GL")}";
}
