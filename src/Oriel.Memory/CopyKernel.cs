namespace Oriel.Memory;

/// <summary>How pixels are moved. <see cref="Auto"/> picks the best for the processor and the amount; naming another one forces it.</summary>
public enum CopyKernel
{
    /// <summary>By processor and amount.</summary>
    Auto,

    /// <summary>Eight bytes at a time: the twin that the others are compared with.</summary>
    Scalar,

    /// <summary>The runtime's own copy, which is the C library's for large amounts.</summary>
    Runtime,

    /// <summary>32-byte vectors, ordinary stores.</summary>
    Avx2,

    /// <summary>32-byte vectors, stores past the cache.</summary>
    Avx2NonTemporal,

    /// <summary>64-byte vectors, ordinary stores.</summary>
    Avx512,

    /// <summary>64-byte vectors, stores past the cache.</summary>
    Avx512NonTemporal,
}
