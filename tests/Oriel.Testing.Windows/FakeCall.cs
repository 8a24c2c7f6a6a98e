namespace Oriel.Testing.Windows;

/// <summary>Calls the fakes count and can refuse.</summary>
public enum FakeCall
{
    EnumAdapters,
    EnumOutputs,
    CreateDevice,
    Duplicate,
    Acquire,
    DirtyRects,
    MoveRects,
    PointerShape,
    ReleaseFrame,
    CreateTexture,
    Copy,
    Map,
    Unmap,
    Flush,
    CreateShader,
    CreateView,
    Draw,
    Share,
    Count,
}
