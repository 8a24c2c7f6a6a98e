namespace Oriel.Protocol.Kvmfr;

/// <summary>Kinds of control messages (kvmfr.md section 8).</summary>
public enum ControlMessageType : uint
{
    /// <summary>Move the guest's cursor.</summary>
    SetCursorPosition = 0,

    /// <summary>Size of the consumer's window, for a guest that follows it.</summary>
    WindowSize = 1,

    /// <summary>Frame pacing (KVMFR 26 on).</summary>
    FrameSchedule = 2,
}
