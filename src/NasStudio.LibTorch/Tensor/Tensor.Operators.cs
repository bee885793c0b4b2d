using static TorchSharp.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // C#'s own operators.
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        public static Tensor operator +(Tensor left, int right) => left + right.ToScalar();
        public static Tensor operator +(int left, Tensor right) => left.ToScalar() + right;
        public static Tensor operator +(Tensor left, long right) => left + right.ToScalar();
        public static Tensor operator +(long left, Tensor right) => left.ToScalar() + right;
        public static Tensor operator +(Tensor left, float right) => left + right.ToScalar();
        public static Tensor operator +(float left, Tensor right) => left.ToScalar() + right;
        public static Tensor operator +(Tensor left, double right) => left + right.ToScalar();
        public static Tensor operator +(double left, Tensor right) => left.ToScalar() + right;

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        public static Tensor operator *(Tensor left, int right) => left * right.ToScalar();
        public static Tensor operator *(int left, Tensor right) => left.ToScalar() * right;
        public static Tensor operator *(Tensor left, long right) => left * right.ToScalar();
        public static Tensor operator *(long left, Tensor right) => left.ToScalar() * right;
        public static Tensor operator *(Tensor left, float right) => left * right.ToScalar();
        public static Tensor operator *(float left, Tensor right) => left.ToScalar() * right;
        public static Tensor operator *(Tensor left, double right) => left * right.ToScalar();
        public static Tensor operator *(double left, Tensor right) => left.ToScalar() * right;

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);
        public static Tensor operator -(Scalar left, Tensor right) => nst_rsub_scalar(right, left);
        public static Tensor operator -(Tensor left, int right) => left - right.ToScalar();
        public static Tensor operator -(int left, Tensor right) => left.ToScalar() - right;
        public static Tensor operator -(Tensor left, long right) => left - right.ToScalar();
        public static Tensor operator -(long left, Tensor right) => left.ToScalar() - right;
        public static Tensor operator -(Tensor left, float right) => left - right.ToScalar();
        public static Tensor operator -(float left, Tensor right) => left.ToScalar() - right;
        public static Tensor operator -(Tensor left, double right) => left - right.ToScalar();
        public static Tensor operator -(double left, Tensor right) => left.ToScalar() - right;

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);
        public static Tensor operator /(Scalar left, Tensor right) => DivideBy(left, right);
        public static Tensor operator /(Tensor left, int right) => left / right.ToScalar();
        public static Tensor operator /(int left, Tensor right) => left.ToScalar() / right;
        public static Tensor operator /(Tensor left, long right) => left / right.ToScalar();
        public static Tensor operator /(long left, Tensor right) => left.ToScalar() / right;
        public static Tensor operator /(Tensor left, float right) => left / right.ToScalar();
        public static Tensor operator /(float left, Tensor right) => left.ToScalar() / right;
        public static Tensor operator /(Tensor left, double right) => left / right.ToScalar();
        public static Tensor operator /(double left, Tensor right) => left.ToScalar() / right;

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        public static Tensor operator %(Tensor left, int right) => left % right.ToScalar();
        public static Tensor operator %(Tensor left, long right) => left % right.ToScalar();
        public static Tensor operator %(Tensor left, float right) => left % right.ToScalar();
        public static Tensor operator %(Tensor left, double right) => left % right.ToScalar();

        public static Tensor operator -(Tensor tensor) => tensor.neg();
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static implicit operator Tensor(byte value) => tensor(value);
        public static implicit operator Tensor(sbyte value) => tensor(value);
        public static implicit operator Tensor(short value) => tensor(value);
        public static implicit operator Tensor(int value) => tensor(value);
        public static implicit operator Tensor(long value) => tensor(value);
        public static implicit operator Tensor(float value) => tensor(value);
        public static implicit operator Tensor(double value) => tensor(value);
        public static implicit operator Tensor(bool value) => tensor(value);
        public static implicit operator Tensor(byte[] value) => tensor(value);
        public static implicit operator Tensor(sbyte[] value) => tensor(value);
        public static implicit operator Tensor(short[] value) => tensor(value);
        public static implicit operator Tensor(int[] value) => tensor(value);
        public static implicit operator Tensor(long[] value) => tensor(value);
        public static implicit operator Tensor(float[] value) => tensor(value);
        public static implicit operator Tensor(double[] value) => tensor(value);
        public static implicit operator Tensor(bool[] value) => tensor(value);

        /// <summary>Only guides the choice between overloads that take a number and those that take a tensor.</summary>
        public static implicit operator Tensor(Scalar scalar) =>
            throw new InvalidOperationException("A Scalar is never converted to a Tensor; name the overload that takes a Scalar.");

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        // A quotient with a number above: the reciprocal is a temporary and is freed here.
        private static Tensor DivideBy(Scalar left, Tensor right)
        {
            using var reciprocal = right.reciprocal();
            return reciprocal.mul(left);
        }
    }
}
