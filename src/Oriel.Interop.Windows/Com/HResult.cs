namespace Oriel.Interop.Windows.Com;

/// <summary>The answer of a COM call: negative = failed. Never an exception: whoever called decides what it means.</summary>
/// <param name="Value">The number as Windows returns it.</param>
public readonly record struct HResult(int Value)
{
    /// <summary>The call did what was asked (also with a qualification such as S_FALSE).</summary>
    public bool IsSuccess => Value >= 0;

    /// <summary>The call failed.</summary>
    public bool IsFailure => Value < 0;

    /// <summary>The device behind the call is gone, was reset, or hangs: everything made from it is void.</summary>
    public bool IsDeviceLost => Value is HResultCodes.DeviceRemoved or HResultCodes.DeviceReset or HResultCodes.DeviceHung or HResultCodes.DriverInternalError;

    /// <summary>Wraps a native answer.</summary>
    public static implicit operator HResult(int value) => new(value);

    /// <summary>For those who like names better.</summary>
    public static HResult FromInt32(int value) => new(value);

    /// <summary>Name where known, and number, for logs.</summary>
    public override string ToString() => HResultCodes.NameOf(Value) is { } name ? $"{name} (0x{Value:X8})" : $"0x{Value:X8}";
}
