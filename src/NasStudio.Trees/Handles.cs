using System.Runtime.InteropServices;

namespace NasStudio.Trees;

/// <summary>A booster of libxgboost: parameters and trees.</summary>
internal sealed class BoosterHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeMethods.XGBoosterFree(handle) == 0;
}

/// <summary>A data matrix of libxgboost; the library keeps its own copy of the numbers.</summary>
internal sealed class MatrixHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeMethods.XGDMatrixFree(handle) == 0;
}
