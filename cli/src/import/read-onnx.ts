import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { defaultFetchLimits, fetchOne, readDatasetAccess, shownLink } from '@orangery/runner';
import { Failure, formatBytes } from '@orangery/schemas';
import { personalFolders } from '../folders.ts';
import { createTrainingView } from '../train/training-view.ts';
import type { Context } from '../verb.ts';
import { createWorld } from '../world.ts';

/** An ONNX file, and what it is called. */
export interface OnnxFile {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** Its address, where everybody may see it. */
  readonly source?: string;
}

/** What a module's file may be at most. */
const mostBytes = 1024 ** 3;

/**
 * Reads an ONNX file from a path or a link.
 * @throws Failure FILE_MISSING, FILE_INVALID, and of fetching
 */
export async function readOnnx(place: string, context: Context): Promise<OnnxFile> {
  const isLink = /^[a-z][a-z0-9+.-]+:/i.test(place) && !/^[a-z]:\\/i.test(place);
  return isLink ? fetchFile(place, context) : readPath(place, context.cwd);
}

async function readPath(place: string, cwd: string): Promise<OnnxFile> {
  const path = resolve(cwd, place);
  const found = await stat(path).catch((cause: unknown) => {
    throw new Failure('FILE_MISSING', `${place}: expected an ONNX file, found nothing`, { cause });
  });
  if (!found.isFile()) {
    throw new Failure('FILE_MISSING', `${place}: expected an ONNX file, found a folder`, {
      hint: 'Name the file itself, such as model.onnx.',
    });
  }
  checkSize(place, found.size);
  return { bytes: await readFile(path), name: basename(path) };
}

async function fetchFile(link: string, context: Context): Promise<OnnxFile> {
  const { cwd, env } = context;
  const { cache, cacheBytes } = personalFolders(context);
  const view = createTrainingView(context.terminal);
  try {
    const fetched = await fetchOne(
      { link },
      {
        ...{ allowLocal: true, baseFolder: cwd, cacheFolder: cache },
        ...(cacheBytes !== undefined && { cacheBytes }),
        access: readDatasetAccess(env),
        limits: { ...defaultFetchLimits, maxBytes: mostBytes },
        world: createWorld(context, view.show),
      },
    );
    checkSize(shownLink({ link }, cwd), fetched.sizeBytes);
    const name = nameOf(fetched.path, link);
    return { bytes: await fetched.read(), name, ...sourceOf(link, fetched.givesAccess) };
  } finally {
    view.close();
  }
}

function checkSize(place: string, bytes: number): void {
  if (bytes > 0 && bytes <= mostBytes) return;
  const found = bytes === 0 ? 'an empty one' : formatBytes(bytes);
  throw new Failure(
    'FILE_INVALID',
    `${place}: expected a file of at most ${formatBytes(mostBytes)}, found ${found}`,
  );
}

/** A single file may have no name of its own. */
function nameOf(path: string, link: string): string {
  if (/\.onnx$/i.test(path)) return basename(path);
  return basename(URL.parse(link)?.pathname ?? '') || path;
}

/** Addresses with a question mark may hold a key. */
function sourceOf(link: string, givesAccess: boolean): { readonly source?: string } {
  const url = URL.parse(link);
  const isPlain = url?.protocol === 'https:' && url.search === '' && url.username === '';
  return isPlain && !givesAccess ? { source: link } : {};
}
