namespace Oriel.Host.Setup.Edits;

/// <summary>An emulated screen, named so that libvirt does not choose one.</summary>
internal sealed class VideoEdit : DomainEdit
{
    public override string Id => "video";

    public override string Title => "An emulated screen";

    public override string Why => "firmware, boot and crashes are shown on it until the agent runs; without one named here libvirt adds an old model by itself";

    public override string Undo => "remove <video>";

    public override string Xml => "<video>\n  <model type='vga'/>\n</video>";

    internal override void Apply(EditWork work)
    {
        if (!work.Wish.Spice)
        {
            return;
        }

        var videos = work.Devices.All("video").ToList();
        if (videos.Count == 0)
        {
            work.AddDevice(Xml, "video");
            work.Did(this, "emulated screen (vga) added");
        }
        else if (videos.TrueForAll(one => one.Child("model")?["type"] == "none"))
        {
            work.Note("the machine has no emulated screen (<video> is none): nothing is shown before the agent runs. It was left so; a guest may depend on having one screen");
        }
    }
}
