namespace Oriel.Interop.Windows.Sessions;

/// <summary>A job: the processes in it end when it is closed, so that nothing outlives this process, however it ends.</summary>
public sealed unsafe class JobObject : IDisposable
{
    private JobObject(KernelHandle handle) => Handle = handle;

    /// <summary>The job's handle.</summary>
    internal KernelHandle Handle { get; }

    /// <summary>Makes a job that ends its processes when it is closed.</summary>
    public static JobObject Create()
    {
        // SAFETY: null attributes and name mean an unnamed job.
        var raw = SessionApi.CreateJobObjectW(null, null);
        if (raw == 0)
        {
            throw WindowsCall.Failed("CreateJobObject");
        }

        var job = new JobObject(new KernelHandle(raw));
        var limits = default(JOBOBJECT_EXTENDED_LIMIT_INFORMATION);
        limits.BasicLimitInformation.LimitFlags = SessionConstants.JobKillOnClose;

        // SAFETY: one structure of the size told; the handle was made above and is owned by the job.
        if (SessionApi.SetInformationJobObject(raw, SessionConstants.JobExtendedLimits, &limits, (uint)sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION)) == 0)
        {
            var failure = WindowsCall.Failed("SetInformationJobObject");
            job.Dispose();
            throw failure;
        }

        return job;
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
