using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Comparisons and logic, element by element; results are boolean.
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => nst_eq(this, target);
        public Tensor eq(Scalar target) => nst_eq_scalar(this, target);
        public Tensor eq_(Tensor target) => Done(nst_eq_(this, target));
        public Tensor eq_(Scalar target) => Done(nst_eq_scalar_(this, target));
        public Tensor ne(Tensor target) => nst_ne(this, target);
        public Tensor ne(Scalar target) => nst_ne_scalar(this, target);
        public Tensor ne_(Tensor target) => Done(nst_ne_(this, target));
        public Tensor ne_(Scalar target) => Done(nst_ne_scalar_(this, target));
        public Tensor not_equal(Tensor target) => ne(target);
        public Tensor lt(Tensor target) => nst_lt(this, target);
        public Tensor lt(Scalar target) => nst_lt_scalar(this, target);
        public Tensor lt_(Tensor target) => Done(nst_lt_(this, target));
        public Tensor lt_(Scalar target) => Done(nst_lt_scalar_(this, target));
        public Tensor less(Tensor target) => lt(target);
        public Tensor le(Tensor target) => nst_le(this, target);
        public Tensor le(Scalar target) => nst_le_scalar(this, target);
        public Tensor le_(Tensor target) => Done(nst_le_(this, target));
        public Tensor le_(Scalar target) => Done(nst_le_scalar_(this, target));
        public Tensor less_equal(Tensor target) => le(target);
        public Tensor gt(Tensor target) => nst_gt(this, target);
        public Tensor gt(Scalar target) => nst_gt_scalar(this, target);
        public Tensor gt_(Tensor target) => Done(nst_gt_(this, target));
        public Tensor gt_(Scalar target) => Done(nst_gt_scalar_(this, target));
        public Tensor greater(Tensor target) => gt(target);
        public Tensor ge(Tensor target) => nst_ge(this, target);
        public Tensor ge(Scalar target) => nst_ge_scalar(this, target);
        public Tensor ge_(Tensor target) => Done(nst_ge_(this, target));
        public Tensor ge_(Scalar target) => Done(nst_ge_scalar_(this, target));
        public Tensor greater_equal(Tensor target) => ge(target);
        public Tensor logical_and(Tensor other) => nst_logical_and(this, other);
        public Tensor logical_and_(Tensor other) => Done(nst_logical_and_(this, other));
        public Tensor logical_or(Tensor other) => nst_logical_or(this, other);
        public Tensor logical_or_(Tensor other) => Done(nst_logical_or_(this, other));
        public Tensor logical_xor(Tensor other) => nst_logical_xor(this, other);
        public Tensor logical_xor_(Tensor other) => Done(nst_logical_xor_(this, other));
        public Tensor bitwise_and(Tensor other) => nst_bitwise_and(this, other);
        public Tensor bitwise_and_(Tensor other) => Done(nst_bitwise_and_(this, other));
        public Tensor bitwise_or(Tensor other) => nst_bitwise_or(this, other);
        public Tensor bitwise_or_(Tensor other) => Done(nst_bitwise_or_(this, other));
        public Tensor bitwise_xor(Tensor other) => nst_bitwise_xor(this, other);
        public Tensor bitwise_xor_(Tensor other) => Done(nst_bitwise_xor_(this, other));
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => nst_isclose(this, other, rtol, atol, nanEqual);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            Check(nst_allclose(this, target, rtol, atol, equal_nan, out var result));
            return result;
        }

        /// <summary>True when both have the same shape and the same elements.</summary>
        public bool equal(Tensor target)
        {
            Check(nst_equal(this, target, out var result));
            return result;
        }
    }

    public static Tensor eq(Tensor input, Tensor target) => input.eq(target);
    public static Tensor eq(Tensor input, Scalar target) => input.eq(target);
    public static Tensor eq_(Tensor input, Tensor target) => input.eq_(target);
    public static Tensor eq_(Tensor input, Scalar target) => input.eq_(target);
    public static Tensor ne(Tensor input, Tensor target) => input.ne(target);
    public static Tensor ne(Tensor input, Scalar target) => input.ne(target);
    public static Tensor ne_(Tensor input, Tensor target) => input.ne_(target);
    public static Tensor ne_(Tensor input, Scalar target) => input.ne_(target);
    public static Tensor not_equal(Tensor input, Tensor target) => input.not_equal(target);
    public static Tensor lt(Tensor input, Tensor target) => input.lt(target);
    public static Tensor lt(Tensor input, Scalar target) => input.lt(target);
    public static Tensor lt_(Tensor input, Tensor target) => input.lt_(target);
    public static Tensor lt_(Tensor input, Scalar target) => input.lt_(target);
    public static Tensor less(Tensor input, Tensor target) => input.less(target);
    public static Tensor le(Tensor input, Tensor target) => input.le(target);
    public static Tensor le(Tensor input, Scalar target) => input.le(target);
    public static Tensor le_(Tensor input, Tensor target) => input.le_(target);
    public static Tensor le_(Tensor input, Scalar target) => input.le_(target);
    public static Tensor less_equal(Tensor input, Tensor target) => input.less_equal(target);
    public static Tensor gt(Tensor input, Tensor target) => input.gt(target);
    public static Tensor gt(Tensor input, Scalar target) => input.gt(target);
    public static Tensor gt_(Tensor input, Tensor target) => input.gt_(target);
    public static Tensor gt_(Tensor input, Scalar target) => input.gt_(target);
    public static Tensor greater(Tensor input, Tensor target) => input.greater(target);
    public static Tensor ge(Tensor input, Tensor target) => input.ge(target);
    public static Tensor ge(Tensor input, Scalar target) => input.ge(target);
    public static Tensor ge_(Tensor input, Tensor target) => input.ge_(target);
    public static Tensor ge_(Tensor input, Scalar target) => input.ge_(target);
    public static Tensor greater_equal(Tensor input, Tensor target) => input.greater_equal(target);
    public static Tensor logical_and(Tensor input, Tensor other) => input.logical_and(other);
    public static Tensor logical_and_(Tensor input, Tensor other) => input.logical_and_(other);
    public static Tensor logical_or(Tensor input, Tensor other) => input.logical_or(other);
    public static Tensor logical_or_(Tensor input, Tensor other) => input.logical_or_(other);
    public static Tensor logical_xor(Tensor input, Tensor other) => input.logical_xor(other);
    public static Tensor logical_xor_(Tensor input, Tensor other) => input.logical_xor_(other);
    public static Tensor bitwise_and(Tensor input, Tensor other) => input.bitwise_and(other);
    public static Tensor bitwise_and_(Tensor input, Tensor other) => input.bitwise_and_(other);
    public static Tensor bitwise_or(Tensor input, Tensor other) => input.bitwise_or(other);
    public static Tensor bitwise_or_(Tensor input, Tensor other) => input.bitwise_or_(other);
    public static Tensor bitwise_xor(Tensor input, Tensor other) => input.bitwise_xor(other);
    public static Tensor bitwise_xor_(Tensor input, Tensor other) => input.bitwise_xor_(other);
    public static Tensor isclose(Tensor input, Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => input.isclose(other, rtol, atol, nanEqual);
    public static bool allclose(Tensor target, Tensor other, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => target.allclose(other, rtol, atol, equal_nan);
    public static bool equal(Tensor tensor1, Tensor tensor2) => tensor1.equal(tensor2);
}
