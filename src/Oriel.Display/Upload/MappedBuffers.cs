using Oriel.Interop.Linux.Gl;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Upload;

/// <summary>The render thread's half of the upload ring: makes, offers and deletes mapped buffers, and fences uploads from them.</summary>
internal sealed class MappedBuffers(GlFunctions gl, UploadRing ring, bool isAllowed) : IDisposable
{
    private const ulong NanosecondsPerTry = 20_000_000;
    private readonly ulong[] _made = new ulong[ring.Slots.Length];
    private bool _isAllowed = isAllowed;

    /// <summary>Mapped buffers are in use; false = plain memory only.</summary>
    public bool IsAllowed => _isAllowed;

    /// <summary>Mapped buffers are wanted from now on; the feed takes them as it next lends its slots.</summary>
    public void Allow()
    {
        _isAllowed = true;
        Tend();
    }

    /// <summary>Deletes what the feed replaced and offers buffers of the size it wants.</summary>
    public void Tend()
    {
        while (ring.TryTakeRetired(out var retired))
        {
            Delete(retired!);
        }

        var wanted = ring.WantedBytes;
        for (var i = 0; _isAllowed && wanted != 0 && i < _made.Length; i++)
        {
            if (_made[i] < wanted)
            {
                Make(ring.Slots[i], i, (nuint)wanted);
            }
        }
    }

    /// <summary>Marks the end of the upload from a slot; a slot in plain memory is free at once, because GL has copied it.</summary>
    public void Fence(UploadSlot slot)
    {
        if (slot.Mapping is null)
        {
            ring.FinishUpload(slot);
            return;
        }

        slot.Fence = gl.FenceSync(SyncGpuCommandsComplete, 0);
        if (slot.Fence == 0)
        {
            gl.Finish();
            ring.FinishUpload(slot);
        }
    }

    /// <summary>True when nothing is being read by the GPU any more; waits a bounded time for it.</summary>
    public bool TryFinishPrevious()
    {
        if (ring.WithGpu is not { } slot)
        {
            return true;
        }

        var result = gl.ClientWaitSync(slot.Fence, SyncFlushCommandsBit, NanosecondsPerTry);
        if (result == TimeoutExpired)
        {
            return false;
        }

        // A failed wait means that the context is lost: nothing reads the buffer then either.
        gl.DeleteSync(slot.Fence);
        slot.Fence = 0;
        ring.FinishUpload(slot);
        return true;
    }

    /// <summary>Deletes everything; the feed must have left (<see cref="UploadRing.Close"/>).</summary>
    public void Dispose()
    {
        gl.Finish();
        while (ring.TryTakeRetired(out var retired))
        {
            Delete(retired!);
        }

        foreach (var slot in ring.Slots)
        {
            if (slot.Offer(null) is { } unused)
            {
                Delete(unused);
            }

            if (slot.Mapping is { } mapping)
            {
                slot.Mapping = null;
                slot.Lent.Buffer = null;
                Delete(mapping);
            }
        }
    }

    private void Make(UploadSlot slot, int index, nuint bytes)
    {
        var name = gl.CreateBuffer();
        var memory = gl.CreateMappedStorage(name, bytes);
        if (memory is null)
        {
            // The driver has no more memory to map: plain memory works as well, only slower.
            gl.DeleteBuffer(name);
            _isAllowed = false;
            return;
        }

        _made[index] = bytes;
        if (slot.Offer(new MappedBuffer(name, memory)) is { } unused)
        {
            Delete(unused);
        }
    }

    private void Delete(MappedBuffer buffer)
    {
        buffer.Memory.Dispose();
        gl.UnmapNamedBuffer(buffer.Name);
        gl.DeleteBuffer(buffer.Name);
    }
}
