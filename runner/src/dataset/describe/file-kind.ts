import { extname } from 'node:path';
import type { FileKind } from '@orangery/schemas';
import type { DataFile } from '../data-file.ts';

type Kind = FileKind['kind'];

const endings: Readonly<Record<Exclude<Kind, 'other'>, string>> = {
  picture: 'png jpg jpeg webp gif tif tiff bmp svg heic avif',
  table: 'csv tsv jsonl ndjson parquet xls xlsx ods arff feather',
  text: 'txt md rst html htm xml json yml yaml conllu conll tex log',
  audio: 'wav mp3 flac ogg opus m4a aif aiff',
  video: 'mp4 avi mov mkv webm',
  array: 'npy npz h5 hdf5 nc mat zarr tfrecord safetensors',
  document: 'pdf doc docx odt ppt pptx',
  archive: 'zip tar gz tgz zst bz2 xz 7z rar',
};

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries(endings).flatMap(([kind, list]) =>
    list.split(' ').map((ending) => [`.${ending}`, kind as Kind] as const),
  ),
);

/** What a file is by its ending. An ending that is not known may be part of a name: it is kept back. */
export function fileKind(path: string): Kind {
  return kinds.get(extname(path).toLowerCase()) ?? 'other';
}

/** Files by kind, the most frequent first. */
export function countKinds(files: readonly DataFile[]): FileKind[] {
  const counts = new Map<Kind, { count: number; bytes: number }>();
  for (const { path, sizeBytes } of files) {
    const kind = fileKind(path);
    const sum = counts.get(kind) ?? { count: 0, bytes: 0 };
    counts.set(kind, { count: sum.count + 1, bytes: sum.bytes + sizeBytes });
  }
  return [...counts]
    .map(([kind, sum]) => ({ kind, ...sum }))
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}
