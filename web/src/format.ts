/* Exact figures, dates and instants as people read them. Pure: no DOM, no state.
 *
 * Nothing here decides anything: a fraction is shown as it came, and a percentage made from it says
 * whether it was rounded. */

export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

const RATIO = /^(-?\d+)\/(\d+)$/;

/* What stands in the API as "n/d". Null when it is not one. */
export function parseRatio(text: string): Ratio | null {
  const parts = RATIO.exec(text.trim());
  if (parts === null) {
    return null;
  }
  const den = BigInt(parts[2] ?? "0");
  return den === 0n ? null : { num: BigInt(parts[1] ?? "0"), den };
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) {
    [x, y] = [y, x % y];
  }
  return x;
}

/* In lowest terms, as the server writes them. */
export function reduce(ratio: Ratio): Ratio {
  const divisor = gcd(ratio.num, ratio.den);
  return divisor <= 1n ? ratio : { num: ratio.num / divisor, den: ratio.den / divisor };
}

export function addRatios(a: Ratio, b: Ratio): Ratio {
  return reduce({ num: a.num * b.den + b.num * a.den, den: a.den * b.den });
}

export function writeRatio(ratio: Ratio): string {
  return `${ratio.num}/${ratio.den}`;
}

/* What a person types for a weight: "38/100", "38 %", "38,5 %", "0.385". Null when it is none of these. */
export function readShare(text: string): Ratio | null {
  const typed = text.trim().replace(/\s/g, "").replace(",", ".");
  const fraction = parseRatio(typed);
  if (fraction !== null) {
    return fraction;
  }
  const decimal = /^(\d+)(?:\.(\d+))?(%?)$/.exec(typed);
  if (decimal === null) {
    return null;
  }
  const [, whole = "0", decimals = "", percent = ""] = decimal;
  const den = 10n ** BigInt(decimals.length) * (percent === "" ? 1n : 100n);
  return { num: BigInt(whole + decimals), den };
}

/* Between 0 and 1, for the length of a bar and for nothing else. */
export function barLength(ratio: Ratio): number {
  return Math.min(1, Math.max(0, Number((ratio.num * 1_000_000n) / ratio.den) / 1_000_000));
}

export interface Percentage {
  readonly text: string;
  readonly rounded: boolean;
}

/* With one decimal at most, halves away from zero; says whether something was lost. */
export function percent(ratio: Ratio, locale: string): Percentage {
  const sign = ratio.num < 0n ? -1n : 1n;
  const thousandths = ratio.num * sign * 1000n;
  const tenths = (thousandths * 2n + ratio.den) / (ratio.den * 2n);
  const rounded = thousandths % ratio.den !== 0n;
  const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return { text: format.format(Number(sign * tenths) / 1000), rounded };
}

/* "5 000/1", a count, is shown as a whole number; other fractions as they are. */
export function figure(text: string, locale: string): string {
  const ratio = parseRatio(text);
  if (ratio === null) {
    return text;
  }
  const number = new Intl.NumberFormat(locale);
  return ratio.den === 1n
    ? number.format(ratio.num)
    : `${number.format(ratio.num)}/${number.format(ratio.den)}`;
}

/* An amount: in decimals where these are exact, else as the fraction that it is. */
export function amount(text: string, locale: string): string {
  const ratio = parseRatio(text.includes("/") ? text : `${text}/1`);
  if (ratio === null) {
    return text;
  }
  const { num, den } = reduce(ratio);
  const digits = [0, 1, 2, 3, 4].find((each) => 10n ** BigInt(each) % den === 0n);
  if (digits === undefined) {
    return figure(writeRatio({ num, den }), locale);
  }
  const scaled = String((num < 0n ? -num : num) * (10n ** BigInt(digits) / den)).padStart(digits + 1, "0");
  const whole = new Intl.NumberFormat(locale).format(BigInt(scaled.slice(0, scaled.length - digits)));
  const point = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === "decimal");
  const decimals = digits === 0 ? "" : (point?.value ?? ".") + scaled.slice(-digits);
  return (num < 0n ? "-" : "") + whole + decimals;
}

export function count(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/* "812 octets", "1,4 Mo": the size of a file. */
export function fileSize(bytes: number, locale: string): string {
  const [unit, scale] = bytes < 1000 ? ["byte", 1] : bytes < 1_000_000 ? ["kilobyte", 1000] : ["megabyte", 1_000_000];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: unit as string,
    unitDisplay: bytes < 1000 ? "long" : "short",
    maximumFractionDigits: bytes < 1_000_000 ? 0 : 1,
  }).format(bytes / (scale as number));
}

/* An instant in the time zone of the society. */
export function instant(iso: string, locale: string, zone: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: zone,
  }).format(new Date(iso));
}

/* The hour of an instant in the time zone of the society. */
export function hour(iso: string, locale: string, zone: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: zone }).format(
    new Date(iso),
  );
}

/* "2:05", "1:02:05": what a clock shows of so many milliseconds; never less than nothing. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/* A civil date, which has no time zone. */
export function day(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

function wallClock(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/* What <input type="datetime-local"> holds for an instant, read in a time zone. */
export function toWallClock(iso: string, zone: string): string {
  return wallClock(new Date(iso), zone);
}

/* The instant at which clocks of the zone show "2026-06-20T18:00". In the hour that a change of
 * season skips, the instant after it; in the hour that it repeats, the first. Null for anything else. */
export function fromWallClock(local: string, zone: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) {
    return null;
  }
  const guess = Date.parse(`${local}:00Z`);
  if (Number.isNaN(guess)) {
    return null;
  }
  const offsetAt = (at: number) => Date.parse(`${wallClock(new Date(at), zone)}:00Z`) - at;
  const candidates = [offsetAt(guess - 86_400_000), offsetAt(guess + 86_400_000)]
    .map((offset) => guess - offset)
    .sort((a, b) => a - b);
  const exact = candidates.find((at) => wallClock(new Date(at), zone) === local);
  const at = exact ?? candidates[candidates.length - 1] ?? guess;
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/* Today in a time zone, as YYYY-MM-DD. */
export function today(now: Date, zone: string): string {
  return wallClock(now, zone).slice(0, 10);
}

/* Is an instant of the same day as another, in a time zone? */
export function isSameDay(iso: string, now: Date, zone: string): boolean {
  return today(new Date(iso), zone) === today(now, zone);
}
