using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NasStudio.Benchmarks.Tables;

/// <summary>The hashes by which rows are found.</summary>
internal static class TableKeys
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Of a native string; the string found is compared, so that equal hashes do no harm.</summary>
    /// <remarks>FNV-1a of 64 bits: Fowler, Noll, Vo and Eastlake, "The FNV Non-Cryptographic Hash Algorithm".</remarks>
    public static ulong OfNative(ReadOnlySpan<byte> utf8)
    {
        var hash = Basis;
        foreach (var b in utf8)
        {
            hash = (hash ^ b) * Prime;
        }

        return hash;
    }

    /// <summary>Of an isomorphism class, whose name is stored nowhere: eight bytes of its SHA-256.</summary>
    public static ulong OfClass(string isomorphismClass)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(isomorphismClass), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
