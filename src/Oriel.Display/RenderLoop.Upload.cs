using Oriel.Display.Upload;

namespace Oriel.Display;

/// <content>Which way frames are uploaded. The first picture goes the plain way, which needs nothing prepared; the measurement and the proofs come after it, a piece between two pictures.</content>
public sealed partial class RenderLoop
{
    private UploadProbe? _probe;
    private UploadChoice? _choice;
    private int _uploadPath;
    private long _presentsBeforePicture = -1;
    private bool _hasSaidDirect;

    /// <summary>Called on the render thread when a way of uploading was chosen, or why one is not taken, with what the log should say. Not per frame. Set it before Start; it must only post elsewhere.</summary>
    public Action<string>? UploadChosen { get; set; }

    private void SetUpUpload(bool allowMapping, bool isMapped)
    {
        if (allowMapping && _options.Upload is UploadPath.Auto or UploadPath.DmaBuf)
        {
            return;
        }

        _choice = new UploadChoice(isMapped ? UploadPath.Mapped : UploadPath.Plain, 0);
        Volatile.Write(ref _uploadPath, (int)_choice.Path);
    }

    // Nothing is to be later for it: not before a picture was presented, and a bounded piece at a time.
    private void TendUpload()
    {
        if (_presentsBeforePicture < 0)
        {
            _presentsBeforePicture = _shown.Frame.HasPicture ? _figures.Presents : -1;
            return;
        }

        if (_figures.Presents <= _presentsBeforePicture || (_choice is not null && _relay.Direct is not { HasWork: true } && _hasSaidDirect == (_relay.Direct is { IsInUse: true })))
        {
            return;
        }

        var mark = AllocationLedger.Mark();
        if (_choice is null)
        {
            MeasureUpload();
        }
        else
        {
            TendDirect();
        }

        _ledger.Exempt(mark);
    }

    private void MeasureUpload()
    {
        _probe ??= new UploadProbe(_gl.Gl);
        // Again soon: for the next trial, or for what was put off until the choice is made.
        Request(LoopRequest.Buffers);
        if (!_probe.Step())
        {
            return;
        }

        _choice = _probe.Choice!;
        _probe.Dispose();
        _probe = null;
        if (_choice.Path == UploadPath.Mapped)
        {
            _relay.Buffers.Allow();
            _fallback.Buffers.Allow();
        }

        Volatile.Write(ref _uploadPath, (int)_choice.Path);
        UploadChosen?.Invoke(_choice.ToString());
        ShowUpload();
    }

    private void TendDirect()
    {
        if (_relay.Direct!.Tend() is { } news)
        {
            UploadChosen?.Invoke(news);
        }

        var isInUse = _relay.Direct.IsInUse;
        if (isInUse == _hasSaidDirect)
        {
            return;
        }

        _hasSaidDirect = isInUse;
        UploadChosen?.Invoke(isInUse ? "dmabuf: the GPU reads the guest's memory" : $"{_choice} from now on");
        ShowUpload();
    }

    private void ShowUpload()
    {
        Volatile.Write(ref _renderer, DescribeRenderer($"{(_hasSaidDirect ? "dmabuf, else " : "")}{_choice}"));
        _isHudDirty |= _active.ShowHud && UpdateHud();
    }

    private string DescribeRenderer(string upload) => $"{_gl.Renderer}, {upload}{(_windowCopy is null ? "" : ", 1:1 pictures past GL")}";
}
