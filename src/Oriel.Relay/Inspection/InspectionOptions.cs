namespace Oriel.Relay.Inspection;

/// <summary>How much of an image is looked at.</summary>
public sealed record InspectionOptions
{
    /// <summary>Everything: messages, pixel checksums, checksum of the image.</summary>
    public static InspectionOptions Full { get; } = new();

    /// <summary>Session and queues only; cheap on regions of any size.</summary>
    public static InspectionOptions SessionOnly { get; } = new() { Messages = false, ImageChecksum = false };

    /// <summary>Decode pending messages.</summary>
    public bool Messages { get; init; } = true;

    /// <summary>Compute the SHA-256 of the whole image.</summary>
    public bool ImageChecksum { get; init; } = true;

    /// <summary>Messages reported per queue at most; real producers have rings of up to 32.</summary>
    public int MaxMessagesPerQueue { get; init; } = 256;
}
