/** A header block of a tar archive, as its fields say. */
export interface TarHeader {
  readonly name: string;
  /** One character; a file's is `0`. */
  readonly type: string;
  readonly size: number;
}

export const blockBytes = 512;

const posixMagic = 'ustar\x0000';
const gnuMagic = 'ustar  \0';

/**
 * Reads a header block: POSIX ustar (IEEE Std 1003.1, pax) or GNU tar's older form.
 * @throws Error what is wrong
 */
export function readHeader(block: Buffer): TarHeader {
  const magic = block.toString('latin1', 257, 265);
  if (magic !== posixMagic && magic !== gnuMagic) throw new Error('a block that is no header');
  if (readOctal(block, 148, 8) !== checksumOf(block)) {
    throw new Error('a header with a wrong checksum');
  }
  const name = readText(block, 0, 100);
  // GNU keeps times where POSIX has the beginning of a long name
  const prefix = magic === posixMagic ? readText(block, 345, 155) : '';
  const type = block.toString('latin1', 156, 157);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type: type === '\0' || type === '7' ? '0' : type,
    size: readSize(block),
  };
}

function readText(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

function readSize(block: Buffer): number {
  const [first] = block.subarray(124);
  if (first === 0xff) throw new Error('a header with a negative size');
  if (first !== 0x80) return readOctal(block, 124, 12);
  // GNU's form for more than 8 GiB: a number of 11 bytes
  const size = BigInt(`0x${block.toString('hex', 125, 136)}`);
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('a header with an endless size');
  return Number(size);
}

function readOctal(block: Buffer, start: number, length: number): number {
  const field = block.toString('latin1', start, start + length);
  const digits = /^ *([0-7]*)[ \0]*$/.exec(field)?.[1];
  if (digits === undefined) throw new Error('a header with a number that is not octal');
  return digits === '' ? 0 : parseInt(digits, 8);
}

/** Sum of the block's bytes, the checksum's own taken as spaces. */
function checksumOf(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let index = 0; index < blockBytes; index += 1) {
    if (index < 148 || index >= 156) sum += block[index]!;
  }
  return sum;
}
