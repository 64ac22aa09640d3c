/* source.ts - where the bytes of a record come from: a file of the browser, one of the system, or memory. */
import { Refusal } from "./bytes.ts";

export type Source = { size: number; read: (at: number, size: number) => Promise<Uint8Array> };

export function sourceOfBytes(bytes: Uint8Array): Source {
  return { size: bytes.length, read: async (at, size) => bytes.subarray(at, at + size) };
}

/* A File is a Blob too: nothing of it is read before it is asked for. */
export function sourceOfBlob(blob: Blob): Source {
  return {
    size: blob.size,
    read: async (at, size) => new Uint8Array(await blob.slice(at, at + size).arrayBuffer()),
  };
}

/* So many bytes, or the file is cut. */
export async function readAll(source: Source, at: number, size: number): Promise<Uint8Array> {
  const bytes = await source.read(at, size);
  if (bytes.length !== size) throw new Refusal("the file ends too soon");
  return bytes;
}
