using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>What an <see cref="IFrameFiller"/> has to write.</summary>
/// <param name="Place">The buffer.</param>
/// <param name="Type">Pixel storage.</param>
/// <param name="WidthPixels">Picture width.</param>
/// <param name="Rows">Rows present; less than the picture has when it does not fit.</param>
/// <param name="PitchBytes">Bytes from one row to the next; rows * pitch is at most <see cref="FrameBufferPlace.Bytes"/>.</param>
public readonly record struct FrameTarget(FrameBufferPlace Place, FrameType Type, uint WidthPixels, uint Rows, uint PitchBytes);
