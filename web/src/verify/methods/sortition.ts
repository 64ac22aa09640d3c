/* sortition.ts - seats by lot, drawn from a seed so that anyone can draw them again. */
import { md5 } from "@noble/hashes/legacy.js";

import { concat, hex, u16be, utf8 } from "../bytes.ts";
import { Fraction } from "../fraction.ts";
import { drawOrder } from "../lot.ts";
import { reason, type Method } from "../poll_count.ts";
import { nameOf } from "./shared.ts";

const DRAWN = "Draw {draw} is {option}: number {number}, counting from 0, of the {left} names left.";

/*
 * RULE docs/rules/lot.md
 * > For k = 0, 1, 2, …, the draw is MD5 of k on two bytes, the seed and k on two bytes again, read as a
 * > big-endian integer, modulo the number of names left, which selects and removes.
 */
function drawByMd5(seed: Uint8Array, names: number): number[] {
  const left = Array.from({ length: names }, (_, i) => i);
  const drawn: number[] = [];
  for (let k = 0; left.length > 0; k++) {
    const number = BigInt(`0x${hex(md5(concat(u16be(k), seed, u16be(k))))}`);
    drawn.push(...left.splice(Number(number % BigInt(left.length)), 1));
  }
  return drawn;
}

/*
 * RULE docs/rules/sortition.md
 * > The pool is the options, in their order. Names are drawn one after the other, as docs/rules/lot.md
 * > says, from a seed; who is drawn has a seat, until the seats are filled or the pool is empty.
 */
export const sortition: Method = {
  version: 1,
  rule: "docs/rules/sortition.md",
  takesSeats: true,
  elects: "turn",
  parameters: { algorithm: "sha256" },
  count: (question) => {
    const seed = utf8(question.parameters["seed"] ?? "");
    const draw = question.parameters["algorithm"] === "rfc3797" ? drawByMd5 : drawOrder;
    const elected = draw(seed, question.names.length).slice(0, question.seats);
    const reasons = elected.map((option, i) => reason("drawn", DRAWN, {
      draw: new Fraction(i + 1), option: nameOf(question, option), left: new Fraction(question.names.length - i),
      number: new Fraction(option - elected.slice(0, i).filter((earlier) => earlier < option).length),
    }));
    return { parts: {}, elected, reasons, ties: [] };
  },
};
