namespace Oriel.Host.Setup.Edits;

/// <summary>A sound device whose sound goes through SPICE.</summary>
internal sealed class SoundEdit : DomainEdit
{
    public override string Id => "sound";

    public override string Title => "Sound through SPICE";

    public override string Why => "the viewer plays what the guest plays and lends it a microphone, both through SPICE";

    public override string Undo => "remove <sound> and <audio type='spice'>";

    public override string Xml => "<sound model='ich9'/>\n<audio id='1' type='spice'/>";

    internal override void Apply(EditWork work)
    {
        if (!work.Wish.Sound || !work.Wish.Spice)
        {
            return;
        }

        if (!work.Devices.All("sound").Any())
        {
            work.AddDevice("<sound model='ich9'/>", "sound");
            work.Did(this, "sound device (ich9) added");
        }

        var audio = work.Devices.All("audio").ToList();
        if (audio.Count == 0)
        {
            work.AddDevice("<audio id='1' type='spice'/>", "audio");
            work.Did(this, "sound goes through SPICE");
        }
        else if (audio is [{ } only] && only["type"] == "none")
        {
            work.Source = work.Source.Set(only, "type", "spice");
            work.Did(this, "sound goes through SPICE; it went nowhere");
        }
        else if (!audio.Exists(one => one["type"] == "spice"))
        {
            work.Note($"sound goes to '{audio[0]["type"]}' and not through SPICE. It was left so; <audio id='1' type='spice'/> brings it to the viewer");
        }
    }
}
