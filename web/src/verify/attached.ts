/* attached.ts - a file attached to a resolution: is it the one that its document says, and one that is taken? */
import { equal, hashOf, hex, must, utf8 } from "./bytes.ts";
import { count, only, readCanonical, text } from "./json.ts";
import { contentOf, type Tar } from "./tar.ts";

const [NAME_MAX, SIZE_MAX, ZIP_NAME] = [200, 8 << 20, 30];

/*
 * RULE docs/rules/attachments.md
 * > Such characters are
 * > U+061C, U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069; U+2028, U+2029 and U+FEFF do not stand in it either.
 */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

const [OPEN_DOCUMENT, OFFICE, ZIP] = ["application/vnd.oasis.opendocument.", "application/vnd.openxmlformats-officedocument.", "504b0304"];

/* By the end of a name: the media type, and what the file begins with; what begins with nothing is text. */
const KINDS: Record<string, [type: string, begins?: string]> = {
  pdf: ["application/pdf", "255044462d"],
  odt: [`${OPEN_DOCUMENT}text`, ZIP],
  ods: [`${OPEN_DOCUMENT}spreadsheet`, ZIP],
  odp: [`${OPEN_DOCUMENT}presentation`, ZIP],
  docx: [`${OFFICE}wordprocessingml.document`, ZIP],
  xlsx: [`${OFFICE}spreadsheetml.sheet`, ZIP],
  pptx: [`${OFFICE}presentationml.presentation`, ZIP],
  png: ["image/png", "89504e470d0a1a0a"],
  jpg: ["image/jpeg", "ffd8ff"],
  jpeg: ["image/jpeg", "ffd8ff"],
  txt: ["text/plain; charset=utf-8"],
  csv: ["text/csv; charset=utf-8"],
  md: ["text/markdown; charset=utf-8"],
};

function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/*
 * RULE docs/rules/attachments.md
 * > The name has from 1 to 200 bytes, is in normal form C, has no slash of either kind, no control character and none
 * > that turns the direction of writing, and does not begin with a full stop. It neither begins nor ends with a space.
 */
const isName = (name: string): boolean =>
  name !== "" && utf8(name).length <= NAME_MAX && !/[/\\]|^[. ]| $/.test(name) && !HIDDEN.test(name);

/* The media type of a file of that name, or undefined: it is not taken. */
function mediaType(name: string, bytes: Uint8Array): string | undefined {
  const end = /[^]\.([A-Za-z]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const [type, begins] = Object.hasOwn(KINDS, end) ? KINDS[end] ?? [] : [];
  if (type === undefined) return undefined;
  const isSo = begins === undefined ? isText(bytes) : hex(bytes.subarray(0, begins.length / 2)) === begins;
  const says = utf8(`mimetype${type}`);
  const saysSo = equal(bytes.subarray(ZIP_NAME, ZIP_NAME + says.length), says);
  return isSo && (saysSo || !type.startsWith(OPEN_DOCUMENT)) ? type : undefined;
}

/*
 * RULE docs/rules/verify.md
 * > A file attached to a resolution has the size and the SHA-256 that its document says; one is there where the other
 * > is. It is not empty and has at most 8 MiB. Its document has `format`, `media_type`, `name`, `salt`, `sha256` and `size`, and nothing else;
 * > the name is one that a file may have, and the media type is the one that the name and the bytes give (docs/rules/attachments.md).
 */
export async function mustBeAttached(tar: Tar, hash: string): Promise<void> {
  const document = readCanonical(await contentOf(tar, `texts/${hash}.json`), `the document of attachments/${hash}`);
  const bytes = await contentOf(tar, `attachments/${hash}`);
  const isOfSize = bytes.length > 0 && bytes.length <= SIZE_MAX && count(document, "size") === bytes.length;
  must(isOfSize, `attachments/${hash} has another size than its document says`);
  must(hashOf(bytes) === text(document, "sha256"), `attachments/${hash} has another hash than its document says`);
  only(document, ["format", "media_type", "name", "salt", "sha256", "size"], `the document of attachments/${hash}`);
  const name = text(document, "name");
  must(isName(name) && mediaType(name, bytes) === text(document, "media_type"), `attachments/${hash} is of a kind or a name that is not taken`);
}
