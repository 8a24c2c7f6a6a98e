namespace Oriel.Interop.Windows.Services;

/// <summary>One message of the system to a service.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Reason">Which change.</param>
/// <param name="SessionId">The session it is about; 0 otherwise.</param>
public readonly record struct ServiceNotice(ServiceNoticeKind Kind, uint Reason, uint SessionId);
