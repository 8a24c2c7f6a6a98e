namespace Oriel.Interop.Windows.Services;

/// <summary>What runs as a service.</summary>
public interface IServiceProgram
{
    /// <summary>Does the work until told to stop; returns the service's own exit code, 0 = all is well. Service thread.</summary>
    /// <param name="status">For telling the service manager how far starting and stopping are.</param>
    int Run(ServiceStatusReporter status);

    /// <summary>Takes a message and returns at once. Dispatcher thread.</summary>
    void OnNotice(ServiceNotice notice);
}
