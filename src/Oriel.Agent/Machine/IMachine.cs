using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Machine;

/// <summary>What an operating system tells about the machine it runs on. Whatever cannot be read is left unknown; nothing throws.</summary>
internal interface IMachine
{
    /// <summary>The virtual machine record (kvmfr.md section 2.2).</summary>
    /// <param name="capture">Name of the capture method.</param>
    VmInfo ReadVm(string capture);

    /// <summary>The operating system record (kvmfr.md section 2.2).</summary>
    OsInfo ReadOs();

    /// <summary>The GPU that pictures come from, as far as one can tell; null when unknown.</summary>
    GpuFacts? ReadGpu();
}
