using Oriel.Interop.Windows.Sessions;

namespace Oriel.Interop.Windows.Power;

/// <summary>Keeps system and display awake while it is held; "powercfg /requests" lists it with its reason.</summary>
public sealed unsafe class PowerRequest : IDisposable
{
    private readonly KernelHandle _handle;

    private PowerRequest(KernelHandle handle) => _handle = handle;

    /// <summary>Makes a request that asks for nothing yet; null when the system refuses.</summary>
    public static PowerRequest? TryCreate(string reason)
    {
        // SAFETY: the text is terminated and pinned for the call, which copies it.
        fixed (char* text = reason)
        {
            var context = new REASON_CONTEXT { Version = PowerConstants.ContextVersion, Flags = PowerConstants.ContextSimpleString, Reason = text };
            var handle = new KernelHandle(PowerApi.PowerCreateRequest(&context));
            if (!handle.IsInvalid)
            {
                return new PowerRequest(handle);
            }

            handle.Dispose();
            return null;
        }
    }

    /// <summary>Asks for an awake system and display, or no longer. False when the system refused.</summary>
    public bool TrySet(bool awake)
    {
        using var use = new HandleUse(_handle);
        return awake
            ? PowerApi.PowerSetRequest(use.Value, PowerConstants.SystemRequired) != 0 & PowerApi.PowerSetRequest(use.Value, PowerConstants.DisplayRequired) != 0
            : PowerApi.PowerClearRequest(use.Value, PowerConstants.DisplayRequired) != 0 & PowerApi.PowerClearRequest(use.Value, PowerConstants.SystemRequired) != 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
