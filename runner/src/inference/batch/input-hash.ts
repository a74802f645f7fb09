import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { inParallel } from '../../dataset/in-parallel.ts';
import type { PredictionSource } from '../prediction-source.ts';

const atOnce = 16;

/**
 * SHA-256 of where the files of a source lie, how large they are and when they were changed: tells
 * without reading them whether it is still the same.
 */
export async function hashOfInput(source: PredictionSource): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([source.kind, source.path]));
  const states = await inParallel(placesOf(source), atOnce, async (place) => {
    // one that has gone meanwhile is an input that cannot be read
    const found = await stat(place, { bigint: true }).catch(() => undefined);
    return [place, String(found?.size), String(found?.mtimeNs)];
  });
  for (const state of states) hash.update(JSON.stringify(state));
  return hash.digest('hex');
}

/** Files of this machine that a source is made of. */
export function placesOf(source: PredictionSource): readonly string[] {
  if (source.kind === 'table') return source.places;
  const files = source.kind === 'folder' ? source.files : [source.file];
  return files.flatMap(({ place }) => (place === undefined ? [] : [place]));
}
