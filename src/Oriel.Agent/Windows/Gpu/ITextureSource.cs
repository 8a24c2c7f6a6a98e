using Oriel.Agent.Capture;
using Oriel.Interop.Windows.D3D11;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>
/// A source whose pictures are textures on a GPU. How they get from there into the region is somebody else's business: through staging textures
/// (<see cref="StagingBackend"/>) or by the GPU itself. Owned by the capture thread; nothing throws after opening and no step allocates while the mode lasts.
/// </summary>
internal interface ITextureSource : IDisposable
{
    /// <summary>Name for logs and the guest record, at most 31 ASCII bytes.</summary>
    string Name { get; }

    /// <summary>What <see cref="Texture"/> holds. Changes only inside <see cref="Wait"/> when it says <see cref="CaptureOutcome.ModeChanged"/>.</summary>
    CaptureMode Mode { get; }

    /// <summary>The device the texture belongs to.</summary>
    D3D11Device Device { get; }

    /// <summary>
    /// The picture: our own texture, current as of the last <see cref="Wait"/>. Another object after <see cref="CaptureOutcome.ModeChanged"/>.
    /// Before <see cref="IsComplete"/> it holds nothing worth showing.
    /// </summary>
    D3D11Texture Texture { get; }

    /// <summary>The whole picture was captured since the source was opened, or since it lost access.</summary>
    bool IsComplete { get; }

    /// <summary>As <see cref="ICaptureBackend.ChangedAt"/>.</summary>
    long ChangedAt => 0;

    /// <summary>Waits at most this long (a while longer when there is no complete picture yet) for a change, brings the texture up to date, and adds what changed, in pixels of the picture, to the list.</summary>
    CaptureOutcome Wait(long timeoutNs, DamageList changed);
}
