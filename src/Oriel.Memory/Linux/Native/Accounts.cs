namespace Oriel.Memory.Linux.Native;

/// <summary>
/// Names of users and groups for messages, from the local account files; the number alone where they do not know it. getpwnam is avoided:
/// it may load name-service plug-ins into this process and wait for a network.
/// </summary>
internal static unsafe class Accounts
{
    public static string UserName(uint id) => Look("/etc/passwd", id);

    public static string GroupName(uint id) => Look("/etc/group", id);

    /// <summary>User and groups of this process: <c>user alice (1000), groups alice, kvm</c>.</summary>
    public static string DescribeProcess()
    {
        var count = Libc.getgroups(0, null);
        var groups = new uint[Math.Max(count, 0)];
        fixed (uint* p = groups)
        {
            count = groups.Length > 0 ? Libc.getgroups(groups.Length, p) : 0;
        }

        var all = groups.Take(Math.Max(count, 0)).Prepend(Libc.getegid()).Distinct().Select(GroupName);
        var user = Libc.geteuid();
        return $"user {UserName(user)} (uid {user}), groups {string.Join(", ", all)}";
    }

    private static string Look(string file, uint id)
    {
        try
        {
            var wanted = id.ToString();
            foreach (var line in File.ReadLines(file))
            {
                var fields = line.Split(':');
                if (fields.Length > 2 && fields[2] == wanted)
                {
                    return fields[0];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the file a number has to do.
        }

        return id.ToString();
    }
}
