namespace Oriel.Host.Setup.Edits;

/// <summary>No memory balloon.</summary>
internal sealed class BalloonEdit : DomainEdit
{
    public override string Id => "balloon";

    public override string Title => "No memory balloon";

    public override string Why => "with a device passed through all memory is pinned, so a balloon gives nothing back; it costs stutter";

    public override string Undo => "change <memballoon model='none'/> to model='virtio'";

    public override string Xml => "<memballoon model='none'/>";

    internal override void Apply(EditWork work)
    {
        if (work.Wish.KeepBalloon)
        {
            return;
        }

        if (work.Devices.Child("memballoon") is not { } balloon)
        {
            work.AddDevice(Xml, "memballoon");
            work.Did(this, "memory balloon switched off; libvirt adds one where none is named");
        }
        else if (balloon["model"] != "none")
        {
            work.Source = work.Source.Replace(balloon, Xml);
            work.Did(this, $"memory balloon ({balloon["model"]}) switched off");
        }
    }
}
