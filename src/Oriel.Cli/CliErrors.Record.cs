namespace Oriel.Cli;

/// <content>Errors of <c>oriel record</c>, ORL530 to ORL539.</content>
internal static partial class CliErrors
{
    /// <summary>No ffmpeg, or no GStreamer, in PATH.</summary>
    public static readonly ErrorCode NoEncoderProgram = new("ORL530", "a program that records is not installed", ExitCodes.Configuration);

    /// <summary>ffmpeg has no encoder for what was asked.</summary>
    public static readonly ErrorCode NoEncoder = new("ORL531", "there is no encoder for this", ExitCodes.Configuration);

    /// <summary>The encoder ended before it was told to.</summary>
    public static readonly ErrorCode EncoderFailed = new("ORL532", "the encoder ended early", ExitCodes.Configuration);

    /// <summary>The file is there already.</summary>
    public static readonly ErrorCode FileExists = new("ORL533", "the file exists already", ExitCodes.Configuration);

    /// <summary>The extension says nothing about the container.</summary>
    public static readonly ErrorCode UnknownContainer = new("ORL534", "the kind of file is not known", ExitCodes.Configuration);

    /// <summary>The device to feed is missing or may not be written.</summary>
    public static readonly ErrorCode NoVideoDevice = new("ORL535", "the video device cannot be used", ExitCodes.Configuration);

    /// <summary>The encoder did not end in time.</summary>
    public static readonly ErrorCode EncoderStuck = new("ORL536", "the encoder does not finish", ExitCodes.Configuration);
}
