namespace Oriel.Protocol.Lgmp;

/// <summary>What a look at the start of a region told.</summary>
public enum LgmpDetectionKind
{
    /// <summary>No producer has written a header here.</summary>
    NoProducer,

    /// <summary>A header of a layout this code reads.</summary>
    Layout,

    /// <summary>A header of a version this code does not read; write nothing, keep looking (kvmfr.md section 1.1).</summary>
    VersionMismatch,

    /// <summary>Headers of two producers lie here and it cannot be told yet which one lives; look again soon (lgmp.md section 1.1).</summary>
    Undecided,
}
