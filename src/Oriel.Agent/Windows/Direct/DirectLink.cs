using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Agent.Windows.Direct;

/// <summary>
/// What connects a capturing Direct3D 11 device with the region: a Direct3D 12 device on the same adapter, its copy queue, the region as a heap, a buffer over each frame
/// buffer, and a fence that says which captures the first device has finished. Made and signalled on the capture thread; the queue belongs to whoever publishes.
/// </summary>
internal sealed class DirectLink : IDisposable
{
    /// <summary>Windows resets a GPU that hangs for two seconds; then every fence reports it. Whoever waits longer waits for nothing.</summary>
    private const long SettleNs = 3_000_000_000;

    private const ulong DefaultHeapAlignment = 65536;

    /// <summary>What a GPU that never answered may still write to: kept until the process ends, because freeing it would be worse.</summary>
    private static readonly List<IDisposable> s_abandoned = [];

    private readonly List<IDisposable> _owned = [];
    private SourceFence? _captured;
    private ulong _signalled;
    private string? _problem;
    private bool _gaveUp;

    private DirectLink(D3D11Device source)
    {
        Source = source;
    }

    /// <summary>The capturing device.</summary>
    public D3D11Device Source { get; }

    /// <summary>The copying device.</summary>
    public CopyDevice Device { get; private set; } = null!;

    /// <summary>The copying queue.</summary>
    public CopyQueue Queue { get; private set; } = null!;

    /// <summary>Reaches the values of <see cref="SignalCaptured"/>.</summary>
    public ImportedFence Captured { get; private set; } = null!;

    /// <summary>One per frame buffer, over its pixels.</summary>
    public RegionBuffer[] Buffers { get; private set; } = [];

    /// <summary>Why nothing can be copied any more; null while all is well. Any thread.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Makes everything. Throws <see cref="OrielException"/> with the step that failed.</summary>
    public static DirectLink Open(IDirect3D12 library, D3D11Device source, DirectTarget target, bool debugLayer)
    {
        var link = new DirectLink(source);
        try
        {
            link.Make(library, target, debugLayer);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Puts a mark behind everything the capturing device was told so far, and has it begin. The value of the mark, or the failure. Allocates nothing.</summary>
    public HResult SignalCaptured(out ulong value)
    {
        value = ++_signalled;
        var result = _captured!.Signal(value);
        Source.Context.Flush();
        return result;
    }

    /// <summary>Says that nothing can be copied any more. The first reason stays. Any thread.</summary>
    public void Break(string problem) => Interlocked.CompareExchange(ref _problem, problem, comparand: null);

    /// <summary>Waits until the GPU writes nowhere any more, a bounded time. False when it may still.</summary>
    public bool TrySettle()
    {
        if (Queue is null || !Queue.IsBusy)
        {
            return true;
        }

        if (!_gaveUp)
        {
            _gaveUp = Queue.Wait(SettleNs).Value == HResultCodes.WaitTimeout;
        }

        return !_gaveUp;
    }

    /// <summary>Disposes of something the GPU may use, when it does not any more.</summary>
    public void Retire(IDisposable used)
    {
        if (TrySettle())
        {
            used.Dispose();
        }
        else
        {
            Abandon(used);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var settled = TrySettle();
        for (var i = _owned.Count - 1; i >= 0; i--)
        {
            if (settled)
            {
                _owned[i].Dispose();
            }
            else
            {
                Abandon(_owned[i]);
            }
        }

        _owned.Clear();
    }

    private static void Abandon(IDisposable used)
    {
        lock (s_abandoned)
        {
            s_abandoned.Add(used);
        }
    }

    private static OrielException Refused(string seen, HResult result, string expected, string remedy) =>
        new(AgentErrors.DirectCopyRefused, $"{seen} ({result})", expected, $"{remedy}; until then the processor copies the frames");

    private void Make(IDirect3D12 library, DirectTarget target, bool debugLayer)
    {
        Device = Own(library.TryCreateDevice(Source, debugLayer, out var device), device,
            "Direct3D 12 has no device on this adapter", "a graphics driver with Direct3D 12", "install the maker's graphics driver in the guest");
        Queue = Own(CopyQueue.TryCreate(Device, out var queue), queue, "the driver refused a copy queue", "a copy queue", "update the graphics driver in the guest");
        var heap = Own(Device.TryOpenRegion(target.Region, out var opened), opened,
            $"the IVSHMEM heap cannot be created: the driver refused to open {target.Region.Name}", "shared memory that the GPU can reach",
            "check that resizable BAR is working (\"above 4G decoding\" and \"resizable BAR\" in the host's firmware, a large enough 64-bit MMIO window in the guest's) and update the graphics driver");
        var alignment = heap.Alignment == 0 ? DefaultHeapAlignment : heap.Alignment;
        var places = target.Producer.FrameBuffers;
        Buffers = new RegionBuffer[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var fits = places[i].PixelsOffset % alignment == 0;
            Buffers[i] = Own(fits ? heap.TryCreateBuffer(places[i].PixelsOffset, places[i].Bytes, out var buffer) : Misplaced(out buffer), buffer,
                $"frame buffer {i} cannot be placed at offset {places[i].PixelsOffset} of the heap", $"buffers at multiples of {alignment} bytes", "update the graphics driver in the guest");
        }

        _captured = Own(SourceFence.TryCreate(Source, out var fence), fence,
            "Direct3D 11 has no fences here", "Windows 10 1703 or later with a current driver", "update Windows and the graphics driver in the guest");
        using var shared = Required(_captured.TryShare(out var handle), handle,
            "the fence cannot be shared", "a fence that both devices use", "update the graphics driver in the guest");
        Captured = Own(Device.TryOpenFence(shared, out var imported), imported,
            "Direct3D 12 cannot open the fence", "a fence that both devices use", "update the graphics driver in the guest");
    }

    private static HResult Misplaced(out RegionBuffer? buffer)
    {
        buffer = null;
        return HResultCodes.InvalidArgument;
    }

    private static T Required<T>(HResult result, T? made, string seen, string expected, string remedy)
        where T : class => made is not null ? made : throw Refused(seen, result, expected, remedy);

    private T Own<T>(HResult result, T? made, string seen, string expected, string remedy)
        where T : class, IDisposable
    {
        var owned = Required(result, made, seen, expected, remedy);
        _owned.Add(owned);
        return owned;
    }
}
