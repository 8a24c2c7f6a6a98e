using Oriel.Agent.Windows.Cursor;
using Oriel.Agent.Windows.Direct;
using Oriel.Agent.Windows.Duplication;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Agent.Windows;

/// <summary>What the backends and the pointer of one agent share. Made and disposed of where the agent is put together.</summary>
internal sealed class WindowsParts : IDisposable
{
    /// <summary>Keeps the capture thread on the desktop that has the keyboard, for sources that do not look after that themselves.</summary>
    public DesktopFollower Follower { get; } = new();

    /// <summary>The way of the graphics card into the running session's region.</summary>
    public DirectCapture Direct { get; } = new(new Direct3D12());

    /// <summary>Where a backend that is told the pointer leaves it.</summary>
    public PointerSlot Pointer { get; } = new();

    /// <summary>Wishes of the desktop; whoever keeps the display on himself says so there.</summary>
    public DesktopSignals Signals { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => Follower.Dispose();
}
