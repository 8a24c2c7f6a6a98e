namespace Oriel.Agent.Windows.Service;

/// <summary>Entries for administrators: the event log. Never throws. Any thread.</summary>
internal interface IServiceJournal
{
    /// <summary>Adds an entry.</summary>
    void Write(JournalLevel level, JournalEvent what, string text);
}
