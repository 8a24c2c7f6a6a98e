using System.Diagnostics;
using Oriel.Interop.Windows.Com;
using Oriel.Memory;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>
/// One copy queue with its list, allocator and fence: record, submit, wait, again. One submission at a time. Owned by one thread at a time; allocates nothing after it
/// was made.
/// </summary>
public sealed unsafe class CopyQueue : IDisposable
{
    /// <summary>What a fence reports when the device was removed.</summary>
    private const ulong Removed = ulong.MaxValue;

    private readonly WakeFlag _done = new();
    private readonly CopyDevice _device;
    private void* _queue;
    private void* _allocator;
    private void* _list;
    private void* _fence;
    private ulong _submitted;

    private CopyQueue(CopyDevice device)
    {
        _device = device;
    }

    /// <summary>True while a submission has not been seen to end: its target and sources must stay.</summary>
    public bool IsBusy => Completed() < _submitted;

    /// <summary>Makes one.</summary>
    public static HResult TryCreate(CopyDevice device, out CopyQueue? queue)
    {
        ArgumentNullException.ThrowIfNull(device);
        var made = new CopyQueue(device);
        var result = made.Make();
        queue = result.IsSuccess ? made : null;
        if (result.IsFailure)
        {
            made.Dispose();
        }

        return result;
    }

    /// <summary>Begins a new list. The last submission must have ended.</summary>
    public HResult Begin()
    {
        // SAFETY (of the whole class): the members are references this owns from Make to Dispose.
        HResult result = ((ID3D12CommandAllocator*)_allocator)->Reset();
        return result.IsFailure ? result : ((ID3D12GraphicsCommandList*)_list)->Reset(_allocator, null);
    }

    /// <summary>Copies a part of a texture to the same place in a picture that begins at the start of a buffer.</summary>
    /// <param name="source">The texture.</param>
    /// <param name="target">The buffer.</param>
    /// <param name="pitchBytes">Bytes between rows in the buffer, a multiple of 256.</param>
    /// <param name="rows">Rows of the picture that lie in the buffer.</param>
    /// <param name="area">What to copy, in texels, inside the texture and the rows.</param>
    public void Copy(ImportedTexture source, RegionBuffer target, uint pitchBytes, uint rows, in CopyArea area)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var from = new D3D12_TEXTURE_COPY_LOCATION { pResource = source.Pointer, Type = D3D12Constants.CopyTypeSubresourceIndex };
        var to = new D3D12_TEXTURE_COPY_LOCATION { pResource = target.Pointer, Type = D3D12Constants.CopyTypePlacedFootprint };
        to.PlacedFootprint.Footprint = new D3D12_SUBRESOURCE_FOOTPRINT { Format = source.Format, Width = source.WidthPixels, Height = rows, Depth = 1, RowPitch = pitchBytes };
        var box = new D3D12_BOX { left = area.X, top = area.Y, right = area.X + area.Width, bottom = area.Y + area.Height, back = 1 };
        ((ID3D12GraphicsCommandList*)_list)->CopyTextureRegion(&to, area.X, area.Y, 0, &from, &box);
    }

    /// <summary>Hands the list to the GPU, which begins once a fence of another device has reached a value.</summary>
    public HResult Submit(ImportedFence after, ulong value)
    {
        ArgumentNullException.ThrowIfNull(after);
        HResult result = ((ID3D12GraphicsCommandList*)_list)->Close();
        if (result.IsSuccess)
        {
            result = ((ID3D12CommandQueue*)_queue)->Wait(after.Pointer, value);
        }

        if (result.IsSuccess)
        {
            var list = _list;
            ((ID3D12CommandQueue*)_queue)->ExecuteCommandLists(1, &list);
            _submitted++;
            result = ((ID3D12CommandQueue*)_queue)->Signal(_fence, _submitted);
        }

        return result;
    }

    /// <summary>Waits until the last submission ended; success only then. The limit is passed: <see cref="HResultCodes.WaitTimeout"/>, and it may still end.</summary>
    public HResult Wait(long timeoutNs)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(timeoutNs * (Stopwatch.Frequency / 1e9));
        while (true)
        {
            var completed = Completed();
            if (completed == Removed)
            {
                return _device.RemovedReason is { IsFailure: true } reason ? reason : HResultCodes.DeviceRemoved;
            }

            if (completed >= _submitted)
            {
                return HResultCodes.Ok;
            }

            var left = (long)((deadline - Stopwatch.GetTimestamp()) * (1e9 / Stopwatch.Frequency));
            if (left <= 0)
            {
                return HResultCodes.WaitTimeout;
            }

            // Lowered first: an event for this value that comes at once is then not lost. One of an earlier wait only costs another look.
            _ = _done.Lower();
            HResult armed = ((ID3D12Fence*)_fence)->SetEventOnCompletion(_submitted, _done.EventHandle);
            if (armed.IsFailure)
            {
                return armed;
            }

            _ = _done.Wait(left);
        }
    }

    /// <summary>Releases everything. Nothing may be executing: see <see cref="IsBusy"/>.</summary>
    public void Dispose()
    {
        Release(ref _list);
        Release(ref _allocator);
        Release(ref _queue);
        Release(ref _fence);
        _done.Dispose();
    }

    private static void Release(ref void* member)
    {
        ComReference.Release(member);
        member = null;
    }

    private ulong Completed() => _fence == null ? 0 : ((ID3D12Fence*)_fence)->GetCompletedValue();

    private HResult Make()
    {
        var device = (ID3D12Device*)_device.Pointer;
        var desc = new D3D12_COMMAND_QUEUE_DESC { Type = D3D12Constants.CommandListTypeCopy, Priority = D3D12Constants.QueuePriorityHigh };
        HResult result;
        fixed (Guid* id = &D3D12Ids.ID3D12CommandQueue)
        fixed (void** made = &_queue)
        {
            result = device->CreateCommandQueue(&desc, id, made);
        }

        if (result.IsFailure)
        {
            return result;
        }

        fixed (Guid* id = &D3D12Ids.ID3D12CommandAllocator)
        fixed (void** made = &_allocator)
        {
            result = device->CreateCommandAllocator(D3D12Constants.CommandListTypeCopy, id, made);
        }

        if (result.IsFailure)
        {
            return result;
        }

        fixed (Guid* id = &D3D12Ids.ID3D12GraphicsCommandList)
        fixed (void** made = &_list)
        {
            result = device->CreateCommandList(0, D3D12Constants.CommandListTypeCopy, _allocator, null, id, made);
        }

        if (result.IsFailure)
        {
            return result;
        }

        // A new list records already; every use begins with a reset, which wants it closed.
        result = ((ID3D12GraphicsCommandList*)_list)->Close();
        if (result.IsFailure)
        {
            return result;
        }

        fixed (Guid* id = &D3D12Ids.ID3D12Fence)
        fixed (void** made = &_fence)
        {
            return device->CreateFence(0, D3D12Constants.FenceFlagNone, id, made);
        }
    }
}
