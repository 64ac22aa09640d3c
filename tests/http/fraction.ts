/* fraction.ts - exact fractions, so that a test computes every figure for itself. */
export class Fraction {
  readonly num: bigint;
  readonly den: bigint;

  constructor(num: bigint | number, den: bigint | number = 1) {
    let n = BigInt(num);
    let d = BigInt(den);
    if (d === 0n) throw new RangeError("a fraction has a denominator");
    if (d < 0n) [n, d] = [-n, -d];
    const divisor = gcd(n < 0n ? -n : n, d);
    this.num = n / divisor;
    this.den = d / divisor;
  }

  plus(other: Fraction): Fraction {
    return new Fraction(this.num * other.den + other.num * this.den, this.den * other.den);
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.num * other.num, this.den * other.den);
  }

  over(other: Fraction): Fraction {
    return new Fraction(this.num * other.den, this.den * other.num);
  }

  compare(other: Fraction): number {
    const difference = this.num * other.den - other.num * this.den;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }

  /* "num/den", as the API writes it. */
  toString(): string {
    return `${this.num}/${this.den}`;
  }
}

export const ZERO = new Fraction(0);

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
