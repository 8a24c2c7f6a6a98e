namespace Oriel.Host.Setup.Edits;

/// <summary>The channel of the guest's SPICE agent.</summary>
internal sealed class ClipboardEdit : DomainEdit
{
    private const string ChannelName = "com.redhat.spice.0";

    public override string Id => "clipboard";

    public override string Title => "A channel for the SPICE agent";

    public override string Why => "clipboard and files pass between viewer and guest through it; the guest needs the SPICE guest tools (Windows) or spice-vdagent (Linux)";

    public override string Undo => "remove <channel type='spicevmc'>";

    public override string Xml => $"<channel type='spicevmc'>\n  <target type='virtio' name='{ChannelName}'/>\n</channel>";

    internal override void Apply(EditWork work)
    {
        if (!work.Wish.Clipboard || !work.Wish.Spice)
        {
            return;
        }

        var channel = work.Devices.All("channel").FirstOrDefault(one => one.Child("target")?["name"] == ChannelName);
        if (channel is null)
        {
            work.AddDevice(Xml, "channel");
            work.Did(this, $"channel {ChannelName} added");
        }
        else if (channel["type"] != "spicevmc")
        {
            work.Note($"the channel {ChannelName} is of type '{channel["type"]}': the clipboard goes there and not through SPICE. It was left so");
        }
    }
}
