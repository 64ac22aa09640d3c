/* fraction.ts - exact rational numbers: nothing here is ever rounded. */
import { must } from "./bytes.ts";

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

export function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/* In lowest terms, the denominator positive. */
export class Fraction {
  readonly num: bigint;
  readonly den: bigint;

  constructor(num: bigint | number, den: bigint | number = 1n) {
    const [n, d] = [BigInt(num), BigInt(den)];
    must(d !== 0n, "a division by zero");
    const shared = gcd(abs(n), abs(d)) * (d < 0n ? -1n : 1n);
    this.num = n / shared;
    this.den = d / shared;
  }

  static readonly ZERO: Fraction = new Fraction(0n);
  static readonly ONE: Fraction = new Fraction(1n);
  static readonly HALF: Fraction = new Fraction(1n, 2n);

  /* "num/den" or a whole number, in any terms. */
  static read(text: string): Fraction {
    const parts = /^(-?[0-9]+)(?:\/([0-9]+))?$/.exec(text);
    must(parts !== null, `${text} is no fraction`);
    return new Fraction(BigInt(parts[1] ?? ""), BigInt(parts[2] ?? "1"));
  }

  static sum(all: Iterable<Fraction>): Fraction {
    let total = Fraction.ZERO;
    for (const one of all) total = total.plus(one);
    return total;
  }

  plus(other: Fraction): Fraction {
    return new Fraction(this.num * other.den + other.num * this.den, this.den * other.den);
  }

  minus(other: Fraction): Fraction {
    return new Fraction(this.num * other.den - other.num * this.den, this.den * other.den);
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.num * other.num, this.den * other.den);
  }

  over(other: Fraction): Fraction {
    return new Fraction(this.num * other.den, this.den * other.num);
  }

  /* Negative, zero or positive. */
  compare(other: Fraction): number {
    const difference = this.num * other.den - other.num * this.den;
    return difference < 0n ? -1 : Number(difference > 0n);
  }

  equals(other: Fraction): boolean {
    return this.compare(other) === 0;
  }

  isZero(): boolean {
    return this.num === 0n;
  }

  /* The largest whole number that is not larger. */
  floor(): bigint {
    const whole = this.num / this.den;
    return this.num < 0n && whole * this.den !== this.num ? whole - 1n : whole;
  }

  toString(): string {
    return `${this.num}/${this.den}`;
  }
}
