namespace Oriel.Host.Checks;

/// <summary>A check whose findings are made in one line each.</summary>
internal abstract class ReportingCheck : HostCheck
{
    /// <summary>As it should be.</summary>
    protected Finding Good(string subject, string title, string seen) => new() { Check = Id, Severity = Severity.Good, Subject = subject, Title = title, Seen = seen };

    /// <summary>Worth knowing.</summary>
    protected Finding Note(string subject, string title, string seen) => new() { Check = Id, Severity = Severity.Note, Subject = subject, Title = title, Seen = seen };

    /// <summary>Could not be seen.</summary>
    protected Finding Unseen(string subject, string title, string seen) => new() { Check = Id, Severity = Severity.Unseen, Subject = subject, Title = title, Seen = seen };

    /// <summary>Works, but worse than it could.</summary>
    protected Finding Warning(string subject, string title, string seen, string expected) =>
        new() { Check = Id, Severity = Severity.Warning, Subject = subject, Title = title, Seen = seen, Expected = expected };

    /// <summary>Keeps something from working.</summary>
    protected Finding Problem(string subject, string title, string seen, string expected) =>
        new() { Check = Id, Severity = Severity.Problem, Subject = subject, Title = title, Seen = seen, Expected = expected };
}
