namespace Oriel.Memory;

/// <summary>How a region is mapped.</summary>
public enum RegionAccess
{
    /// <summary>Reading only: nothing can be written, by construction (inspection of live or dead images).</summary>
    ReadOnly,

    /// <summary>Reading and writing, as both protocol roles need it.</summary>
    ReadWrite,
}
