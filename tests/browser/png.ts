/*
 * png.ts - makes a picture of a screen smaller: sixteen colours, which are all that text on plain grounds needs. Two
 * pixels stand in a byte: a picture has an even number of columns.
 *
 * Reads what Chromium writes (eight bits, with or without alpha, not interlaced) and nothing else.
 */
import assert from "node:assert/strict";
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS_MAX = 16;
/* Colours that differ by less than this in each channel are drawn as one. */
const STEP_BITS = 3;

function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer }> {
  assert.ok(png.subarray(0, 8).equals(SIGNATURE), "no PNG");
  for (let at = 8; at < png.length; ) {
    const size = png.readUInt32BE(at);
    yield { type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + size) };
    at += 12 + size;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

/* Of the three bytes before, left, above and above left, the one nearest to where they lead (PNG, 9.4). */
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

function guess(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  return filter === 4 ? paeth(left, above, corner) : 0;
}

/* The rows as they were before their filters, in place. */
function unfilter(raw: Buffer, height: number, rowBytes: number, pixelBytes: number): Buffer {
  const out = Buffer.alloc(height * rowBytes);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (rowBytes + 1)] ?? 0;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x < pixelBytes ? 0 : (out[at - pixelBytes] ?? 0);
      const above = y === 0 ? 0 : (out[at - rowBytes] ?? 0);
      const corner = x < pixelBytes || y === 0 ? 0 : (out[at - rowBytes - pixelBytes] ?? 0);
      out[at] = (raw[y * (rowBytes + 1) + 1 + x] ?? 0) + guess(filter, left, above, corner);
    }
  }
  return out;
}

/* The colour of each pixel, as 0xrrggbb. */
function pixelsOf(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const chunks = [...chunksOf(png)];
  const header = chunks[0]?.data ?? Buffer.alloc(13);
  const [width, height, type] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9]];
  assert.ok(header[8] === 8 && (type === 2 || type === 6) && header[12] === 0, "a PNG of another kind");
  const bytes = type === 6 ? 4 : 3;
  const raw = inflateSync(Buffer.concat(chunks.filter((each) => each.type === "IDAT").map(({ data }) => data)));
  const rows = unfilter(raw, height, width * bytes, bytes);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = rows.readUIntBE(i * bytes, 3);
  return { width, height, pixels };
}

const channels = (colour: number) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff] as const;
const step = (colour: number) => channels(colour).reduce((all, each) => (all << 8) | (each >> STEP_BITS), 0);

function distance(a: number, b: number): number {
  const [from, to] = [channels(a), channels(b)];
  return from.reduce((sum, each, i) => sum + (each - (to[i] ?? 0)) ** 2, 0);
}

/* The most frequent colours, no two of which are nearly the same. */
function paletteOf(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const steps = new Set<number>();
  const palette: number[] = [];
  for (const [colour] of [...counts].sort(([a, m], [b, n]) => n - m || a - b)) {
    if (palette.length === COLOURS_MAX) break;
    if (!steps.has(step(colour))) palette.push(colour);
    steps.add(step(colour));
  }
  return palette;
}

export function shrink(png: Buffer): Buffer {
  const { width, height, pixels } = pixelsOf(png);
  const palette = paletteOf(pixels);
  const nearest = new Map<number, number>();
  const find = (colour: number): number => {
    let best = 0;
    for (let i = 1; i < palette.length; i++) {
      if (distance(colour, palette[i] ?? 0) < distance(colour, palette[best] ?? 0)) best = i;
    }
    nearest.set(colour, best);
    return best;
  };
  const rows = Buffer.alloc(height * (width / 2 + 1));
  for (const [i, colour] of pixels.entries()) {
    const at = Math.floor(i / width) * (width / 2 + 1) + 1 + ((i % width) >> 1);
    rows[at] = (rows[at] ?? 0) | ((nearest.get(colour) ?? find(colour)) << (i % 2 === 0 ? 4 : 0));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [...channels(colour)]));
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
