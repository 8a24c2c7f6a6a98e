using Oriel.Memory;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Capture;

/// <summary>Sources whose backends may have a device write frames into the region by itself.</summary>
internal interface IRegionSources : ICaptureSources
{
    /// <summary>Where the device wants frame buffers to begin; see <see cref="ProducerOptions.FrameAlignment"/>.</summary>
    uint FrameAlignment { get; }

    /// <summary>A session begins: backends opened from now on may use this region. Before any thread of the session runs.</summary>
    void Attach(Region region, RelayProducer producer);

    /// <summary>The session ended and every backend was disposed of.</summary>
    void Detach();
}
