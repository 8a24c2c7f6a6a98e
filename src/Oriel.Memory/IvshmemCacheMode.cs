namespace Oriel.Memory;

/// <summary>How the processor caches the memory of an IVSHMEM device inside a Windows guest (docs/adr/0002-windows-faults.md says why the first is the default).</summary>
public enum IvshmemCacheMode
{
    /// <summary>Writes are collected and go past the cache, reads are slow. As fast as cached memory for what an agent does, whatever the hypervisor makes of the other modes.</summary>
    WriteCombined,

    /// <summary>Ordinary cached memory. With a passed-through GPU the hypervisor may turn it into uncached memory, in which a frame takes tens of milliseconds.</summary>
    Cached,

    /// <summary>Not cached at all: for comparisons.</summary>
    NonCached,
}
