using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.Com;

/// <summary>
/// One counted reference to a COM object, released when it is disposed of. Wrappers of interfaces derive from it and add typed methods.
/// Frames come and go without it: what lives only for one frame stays a pointer inside the wrapper that acquired it, because this allocates.
/// </summary>
public abstract unsafe class ComReference : SafeHandle
{
    /// <summary>Takes over a reference.</summary>
    /// <param name="reference">The object; its reference belongs to this from now on.</param>
    private protected ComReference(void* reference)
        : base(0, ownsHandle: true)
    {
        SetHandle((nint)reference);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The object, for calls on its interface. The caller keeps this alive meanwhile.</summary>
    internal void* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed || IsInvalid, this);
            return (void*)handle;
        }
    }

    /// <summary>Asks an object for another of its interfaces; the answer is a reference of its own.</summary>
    internal static HResult QueryInterface(void* reference, in Guid id, out void* found)
    {
        // SAFETY: the caller holds a reference to the object; id and result are locals for the time of the call.
        void* answer = null;
        int result;
        fixed (Guid* wanted = &id)
        {
            result = ((IUnknown*)reference)->QueryInterface(wanted, &answer);
        }

        found = result < 0 ? null : answer;
        return result;
    }

    /// <summary>Gives a raw reference back; nothing for null.</summary>
    internal static void Release(void* reference)
    {
        if (reference != null)
        {
            // SAFETY: the caller owned this reference and does not use it again.
            _ = ((IUnknown*)reference)->Release();
        }
    }

    /// <summary>Takes another reference to the same object.</summary>
    internal static void* AddRef(void* reference)
    {
        // SAFETY: the caller holds a reference.
        _ = ((IUnknown*)reference)->AddRef();
        return reference;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Release((void*)handle);
        return true;
    }
}
