namespace Oriel.Display;

/// <summary>Why the render thread should look again; collected in one word.</summary>
[Flags]
internal enum LoopRequest
{
    None = 0,

    /// <summary>A frame lies in the mailbox.</summary>
    Frame = 1 << 0,

    /// <summary>The cursor changed.</summary>
    Cursor = 1 << 1,

    /// <summary>The relay's status, or a refusal, changed.</summary>
    Status = 1 << 2,

    /// <summary>Upload buffers have to be made or deleted.</summary>
    Buffers = 1 << 3,

    /// <summary>The drawable has a new size.</summary>
    Resize = 1 << 4,

    /// <summary>Settings changed.</summary>
    Settings = 1 << 5,

    /// <summary>Draw although nothing changed.</summary>
    Invalidate = 1 << 6,

    /// <summary>A notice waits to be shown.</summary>
    Notice = 1 << 7,

    /// <summary>Somebody wants the next picture.</summary>
    Capture = 1 << 8,

    /// <summary>End the thread.</summary>
    Stop = 1 << 9,

    /// <summary>A panel is to be shown, or taken away.</summary>
    Panel = 1 << 10,

    /// <summary>The window went to full screen or back.</summary>
    Presentation = 1 << 11,
}
