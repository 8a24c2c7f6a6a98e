using System.Buffers.Binary;

namespace Oriel.Spice.Agent;

/// <summary>Words for the detail of a file transfer's error status (spice.md section 7.7): kind 0 carries a number of GLib's I/O errors.</summary>
internal static class FileErrorWords
{
    public static string Describe(ReadOnlySpan<byte> detail)
    {
        if (detail.Length < 5 || detail[0] != 0)
        {
            return "the guest could not write the file";
        }

        var code = BinaryPrimitives.ReadUInt32LittleEndian(detail[1..]);
        return code switch
        {
            1 => "the guest's download folder does not exist",
            2 => "a file of that name exists in the guest",
            3 or 4 or 6 => "the guest's download folder is not a folder it can write files to",
            9 => "the name is too long for the guest",
            10 => "the guest does not allow that name",
            12 => "the guest's disk is full",
            14 => "the guest may not write to its download folder",
            21 => "the guest's download folder is read-only",
            24 => "the guest's disk did not answer in time",
            _ => $"the guest could not write the file (GLib I/O error {code})",
        };
    }
}
