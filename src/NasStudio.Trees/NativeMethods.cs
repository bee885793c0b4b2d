using System.Runtime.InteropServices;

namespace NasStudio.Trees;

/// <summary>The few functions of libxgboost's C API that are needed; all return 0, or -1 and a message.</summary>
/// <remarks>XGBoost 1.7.4, include/xgboost/c_api.h. Messages are kept for each thread.</remarks>
internal static unsafe partial class NativeMethods
{
    private const string Library = "libxgboost.so.0";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(
        typeof(NativeMethods).Assembly, (name, _, _) => name == Library ? Load(name) : 0);

    /// <summary>Throws the library's message where a call failed.</summary>
    internal static void Check(int status)
    {
        if (status != 0)
        {
            var message = Marshal.PtrToStringUTF8(XGBGetLastError()) ?? "";
            throw new XgBoostException($"XGBoost: {Reason(message)}");
        }
    }

    /// <summary>Loads the library and says what to install where that fails.</summary>
    internal static nint Load(string name)
    {
        try
        {
            return NativeLibrary.Load(name);
        }
        catch (DllNotFoundException e)
        {
            throw new XgBoostException(
                $"The library {name} is not on this machine; on Debian: apt-get install libxgboost0. "
                + $"The loader says: {e.Message}", e);
        }
    }

    /// <summary>The message without place and stack of the native code, which come before and after it.</summary>
    private static string Reason(string message)
    {
        var text = message.Split("Stack trace:")[0].Trim();
        return text.Length > 0 && text[0] == '[' && text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at
            ? text[(at + 2)..]
            : text;
    }

    [LibraryImport(Library)]
    private static partial nint XGBGetLastError();

    [LibraryImport(Library)]
    internal static partial int XGDMatrixCreateFromMat_omp(
        ReadOnlySpan<float> data, ulong rows, ulong columns, float missing, out MatrixHandle matrix, int threads);

    [LibraryImport(Library)]
    internal static partial int XGDMatrixFree(nint matrix);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGDMatrixSetFloatInfo(
        MatrixHandle matrix, string field, ReadOnlySpan<float> values, ulong length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGDMatrixSetUIntInfo(
        MatrixHandle matrix, string field, ReadOnlySpan<uint> values, ulong length);

    [LibraryImport(Library)]
    internal static partial int XGBoosterCreate(ReadOnlySpan<nint> matrices, ulong length, out BoosterHandle booster);

    [LibraryImport(Library)]
    internal static partial int XGBoosterFree(nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterSetParam(BoosterHandle booster, string name, string value);

    [LibraryImport(Library)]
    internal static partial int XGBoosterUpdateOneIter(BoosterHandle booster, int iteration, MatrixHandle matrix);

    [LibraryImport(Library)]
    internal static partial int XGBoosterSlice(
        BoosterHandle booster, int begin, int end, int step, out BoosterHandle slice);

    [LibraryImport(Library)]
    internal static partial int XGBoosterBoostedRounds(BoosterHandle booster, out int rounds);

    [LibraryImport(Library)]
    internal static partial int XGBoosterGetNumFeature(BoosterHandle booster, out ulong features);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterPredictFromDMatrix(
        BoosterHandle booster, MatrixHandle matrix, string config, out ulong* shape, out ulong dimensions,
        out float* result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterPredictFromDense(
        BoosterHandle booster, string values, string config, nint metaMatrix, out ulong* shape, out ulong dimensions,
        out float* result);

    [LibraryImport(Library)]
    internal static partial int XGBoosterLoadModelFromBuffer(
        BoosterHandle booster, ReadOnlySpan<byte> model, ulong length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterSaveModelToBuffer(
        BoosterHandle booster, string config, out ulong length, out byte* model);
}
