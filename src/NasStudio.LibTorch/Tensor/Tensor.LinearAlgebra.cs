using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Products of matrices; leading dimensions are batches.
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => nst_matmul(this, target);
        public Tensor mm(Tensor target) => nst_mm(this, target);
        public Tensor mv(Tensor target) => nst_mv(this, target);
        public Tensor bmm(Tensor batch2) => nst_bmm(this, batch2);
        public Tensor dot(Tensor target) => nst_dot(this, target);
        public Tensor outer(Tensor vec2) => nst_outer(this, vec2);
        public Tensor trace() => nst_trace(this);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => nst_addmm(this, mat1, mat2, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => nst_baddbmm(this, batch1, batch2, beta, alpha);
        public Tensor inverse() => linalg.inv(this);
    }

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);
    public static Tensor dot(Tensor input, Tensor target) => input.dot(target);
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);
    public static Tensor trace(Tensor input) => input.trace();
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => input.addmm(mat1, mat2, beta, alpha);
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.baddbmm(batch1, batch2, beta, alpha);
    public static Tensor inverse(Tensor input) => input.inverse();

    /// <summary>Sums of products by Einstein's convention, such as "bij,bjk->bik".</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => nst_einsum(equation, new(tensors));

    /// <summary>Decompositions and solvers; leading dimensions are batches.</summary>
    public static partial class linalg
    {
        public static Tensor cholesky(Tensor input) => nst_cholesky(input);
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => nst_eigvalsh(input, (byte)UPLO);
        public static Tensor svdvals(Tensor input) => nst_svdvals(input);
        public static Tensor det(Tensor input) => nst_det(input);
        public static Tensor inv(Tensor input) => nst_inv(input);
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => nst_solve(A, B, left);
        public static Tensor vector_norm(Tensor input, double ord = 2d) => nst_vector_norm(input, ord);

        /// <summary>Solves A X = B (or X A = B where <paramref name="left"/> is false) for a triangular A.</summary>
        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false) =>
            nst_solve_triangular(A, B, upper, left, unitriangular);

        /// <summary>The Cholesky factor, and for each matrix 0 or the order of the first minor that is not positive.</summary>
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false)
        {
            Check(nst_cholesky_ex(input, check_errors, out var l, out var info));
            return (l, info);
        }

        /// <summary>Eigenvalues, ascending, and eigenvectors (columns) of a symmetric matrix.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L')
        {
            Check(nst_eigh(input, (byte)UPLO, out var values, out var vectors));
            return (values, vectors);
        }

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true)
        {
            Check(nst_svd(input, fullMatrices, out var u, out var s, out var vh));
            return (u, s, vh);
        }

        public static (Tensor, Tensor) slogdet(Tensor input)
        {
            Check(nst_slogdet(input, out var sign, out var logabsdet));
            return (sign, logabsdet);
        }
    }
}
