using System.Security.Cryptography.X509Certificates;
using Oriel.Spice.Link;

namespace Oriel.Spice.Tests.Link;

public sealed class DistinguishedNameTests
{
    [Theory]
    [InlineData("C=DE, O=Example, CN=host", true)]
    [InlineData("c=DE,o=Example,cn=host", true)]
    [InlineData("CN=host, O=Example, C=DE", true)]
    [InlineData("2.5.4.6=DE, O=Example, CN=host", true)]
    [InlineData("O=Example, CN=host", false)]
    [InlineData("C=DE, O=Example, CN=Host", false)]
    [InlineData("C=DE, O=Example, CN=host, CN=host", false)]
    [InlineData("O=Example, C=DE, CN=host", false)]
    [InlineData("", false)]
    [InlineData("host", false)]
    [InlineData("=DE", false)]
    [InlineData("C=DE, O=Example, CN=host,", false)]
    public void A_subject_is_the_same_forwards_or_backwards(string wanted, bool same) =>
        Assert.Equal(same, DistinguishedName.Equal(wanted, new X500DistinguishedName("C=DE, O=Example, CN=host", X500DistinguishedNameFlags.None)));

    [Fact]
    public void A_comma_in_a_value_is_escaped() =>
        Assert.True(DistinguishedName.Equal(@"O=Example\, Inc., CN=a\\b", new X500DistinguishedName("O=\"Example, Inc.\", CN=a\\b", X500DistinguishedNameFlags.None)));
}
