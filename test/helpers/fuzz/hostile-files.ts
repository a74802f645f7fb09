import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetBytes } from '../parquet-bytes.ts';
import { pngBytes } from '../png-bytes.ts';
import { toneFile } from '../wav.ts';

const side = 50_000;
const zeros = Buffer.alloc(1024 ** 2);

/** Announces two and a half thousand million pixels in a few kilobytes. */
const hugePng = pngBytes({ width: side, height: side, samples: [], data: deflateSync(zeros) });
/** All its pixels are there: 64 million of one bit each. */
const bombPng = pngBytes({
  ...{ width: 8000, height: 8000, depth: 1, samples: [] },
  data: deflateSync(Buffer.alloc(8000 * 1001)),
});
const smallPng = pngBytes({ width: 4, height: 4, samples: new Array<number>(16).fill(100) });
const text = (value: string): Buffer => Buffer.from(value, 'latin1');

/** A 1 × 1 WebP whose header says 16383 × 16383. */
const hugeWebp = Buffer.concat([
  text('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f'),
  Buffer.from([0xff, 0xff, 0xff, 0x0f, 7, 16, 17, 17, 136, 136, 254, 7, 0]),
]);
const hugeJpeg = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b08fffffffff0010111', 'hex'),
  Buffer.from('ffda0008010100003f00d2cf20ffd9', 'hex'),
]);
const wav = Buffer.from(toneFile({ hertz: 440, seconds: 0.1 }));
const parquet = Buffer.from(parquetBytes([{ name: 'area_mm2', data: [1, 2], type: 'DOUBLE' }]));
const wide = `${Array.from({ length: 5000 }, (_, column) => `c${column}`).join(',')}\n`;

/** Files that are what they seem, and files that only begin so. */
const wellKnownFiles: readonly Buffer[] = [
  ...[hugePng, bombPng, smallPng, hugeWebp, hugeJpeg, wav, parquet],
  ...[
    gzipSync(zeros),
    text('PAR1'),
    text('PAR1\xff\xff\xff\x7fPAR1'),
    text('GIF89a\xff\xff\xff\xff'),
  ],
  text('<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"/>'),
  text('area_mm2,perimeter_mm,colour\n1,2,white\n"unclosed,3\n'),
  text('area_mm2,area_mm2\n1,2,3,4\n\n\n'),
  text('{"area_mm2": 1}\n{"area_mm2": }\n'),
  text('a\tb\n1\n'),
  text(wide),
  text(`${wide}${'1,'.repeat(5000)}`),
  text(`text\n${'"'.repeat(9999)}`),
  text('date,visitors\n2026-01-01,1e999\n2026-13-45,x\n'),
  text('RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\xff\xff\0\0\0\0'),
  text('OggS\0\x02'),
  text('ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0'),
  text('fLaC\0\0\0\x22'),
  Buffer.alloc(0),
];

export const oddFile: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...wellKnownFiles) },
  { weight: 4, arbitrary: damaged(fc.constantFrom(...wellKnownFiles)) },
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

export const fileName = fc.constantFrom(
  ...['a.png', 'a.jpg', 'a.webp', 'a.csv', 'a.tsv', 'a.jsonl', 'a.json', 'a.parquet', 'a.wav'],
  ...['a.mp3', 'a.txt', 'a.conll', 'a.zip', 'a', '.', '../../a.csv', 'a.csv\0.png', '', 'ä"b.png'],
);

/** Cut, with bytes that were turned, left out, or put in. */
export function damaged(files: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc
    .tuple(
      files,
      fc.constantFrom('cut', 'turned', 'without', 'with', 'marked'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
    )
    .map(([file, how, place, bytes]) => {
      const at = Math.floor(place * file.length);
      const [start, end] = [file.subarray(0, at), file.subarray(at)];
      if (how === 'cut') return start;
      if (how === 'with') return Buffer.concat([start, bytes, end]);
      if (how === 'without') return Buffer.concat([start, end.subarray(bytes.length)]);
      if (how === 'turned') return Buffer.concat([start, bytes, end.subarray(bytes.length)]);
      return Buffer.concat([Buffer.from('\ufeff'), file]);
    });
}
