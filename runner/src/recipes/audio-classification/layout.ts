import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { commonDepth } from '../common-depth.ts';
import type { LabelledFile, LabelledFiles } from '../labelled-files.ts';
import { leftOut } from '../left-out.ts';
import { readTable } from '../tables/read-table.ts';
import { placeInFile } from '../tables/table.ts';

const tableName = 'audios.csv';
/** Columns that name the recording in `audios.csv`, the first found counting. */
const pathColumns = ['path', 'wav_filename', 'filename', 'file'];
const otherSounds = /\.(mp3|ogg|oga|opus|flac|m4a|aac|wma|aiff?|webm)$/i;

export function isWavPath(path: string): boolean {
  return /\.wav$/i.test(path);
}

/** How much files look like this recipe's data: its share of recordings. */
export function resemblesAudio(files: readonly DataFile[]): number {
  if (files.length === 0) return 0;
  const count = (is: (path: string) => boolean): number =>
    files.filter(({ path }) => is(path)).length;
  // other kinds of sound must be converted first, but no recipe suits them better
  const alike = count(isWavPath) + 0.5 * count((path) => otherSounds.test(path));
  const isListed = alike > 0 && files.some(({ path }) => isTableOf(path));
  return Math.min(1, (alike + (isListed ? 1 : 0)) / files.length);
}

/**
 * Finds each recording's label: from `audios.csv` when there is one, else from its folder's name.
 * @throws Failure DATASET_INVALID
 */
export async function findLabelledRecordings(files: readonly DataFile[]): Promise<LabelledFiles> {
  const table = files.find(({ path }) => isTableOf(path));
  const found = table === undefined ? fromFolders(files) : await fromTable(table, files);
  if (found.labelled.length > 0) return found;
  const others = files.filter(({ path }) => otherSounds.test(path)).length;
  const beside = others === 0 ? '' : `, but ${others} recordings of another kind`;
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected WAV files in a folder a class, or ${tableName}, found ${files.length === 1 ? '1 file' : `${files.length} files`} (${files
      .slice(0, 3)
      .map(({ path }) => path)
      .join(', ')}) and no labelled WAV file${beside}`,
    {
      hint:
        others === 0
          ? 'Put the recordings of each class into a folder of its name: cough/1.wav, speech/2.wav.'
          : 'Convert them: ffmpeg -i in.mp3 -c:a pcm_s16le out.wav',
    },
  );
}

function isTableOf(path: string): boolean {
  return path === tableName || path.endsWith(`/${tableName}`);
}

function fromFolders(files: readonly DataFile[]): LabelledFiles {
  const recordings = files.filter(({ path }) => isWavPath(path));
  const hidden = recordings.filter(({ path }) => /(^|\/)[._]/.test(path));
  const shown = recordings.filter((file) => !hidden.includes(file));
  const depth = commonDepth(shown.map(({ path }) => path));
  const inFolders = shown.filter(({ path }) => path.split('/').length > depth + 1);
  const labelled = inFolders.map((file) => ({
    file,
    label: file.path.split('/')[depth]!.normalize('NFC'),
  }));
  return {
    format: 'folder a class',
    labelled: labelled.sort((a, b) => (a.file.path < b.file.path ? -1 : 1)),
    skipped: [
      ...leftOut('not a WAV file', pathsOf(files.filter(({ path }) => !isWavPath(path)))),
      ...leftOut('in a folder or of a name that begins with . or _', pathsOf(hidden)),
      ...leftOut(
        'not in a folder of a class',
        pathsOf(shown.filter((file) => !inFolders.includes(file))),
      ),
    ],
  };
}

async function fromTable(table: DataFile, files: readonly DataFile[]): Promise<LabelledFiles> {
  const folder = table.path.slice(0, -tableName.length);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const rows = await readRows(table);
  const missing: string[] = [];
  const labelled: LabelledFile[] = [];
  for (const { path, label } of rows) {
    const file = byPath.get(`${folder}${path}`) ?? byPath.get(path);
    if (file === undefined) missing.push(path);
    else labelled.push({ file, label });
  }
  if (missing.length > rows.length / 10) {
    throw new Failure(
      'DATASET_INVALID',
      `${table.path}: expected recordings that are in the dataset, found ${missing.length} of ${rows.length} that are not: ${missing.slice(0, 5).join(', ')}`,
      { hint: `Paths are relative to ${tableName}.` },
    );
  }
  return { format: tableName, labelled, skipped: leftOut('listed but not there', missing) };
}

async function readRows(file: DataFile): Promise<{ path: string; label: string }[]> {
  const table = await readTable(await file.read(), file.path);
  const named = pathColumns.find((name) => table.columns.includes(name));
  const [path, label] = [table.columns.indexOf(named ?? ''), table.columns.indexOf('class')];
  if (path < 0 || label < 0) {
    const isSpeech = table.columns.includes('transcript');
    throw new Failure(
      'DATASET_INVALID',
      `${file.path}:1: expected the columns path and class, found ${table.columns.join(', ')}`,
      {
        hint: isSpeech
          ? 'This recipe tells classes of sound apart; it does not turn speech into text. Add a column class.'
          : 'The first line must be: path,class',
      },
    );
  }
  return table.rows.map((row, index) => {
    if (row[path] !== null && row[label] !== null) return { path: row[path]!, label: row[label]! };
    throw new Failure(
      'DATASET_INVALID',
      `${placeInFile(file.path, table, index)}: expected a path and a class, found less`,
      { hint: 'Give every line a path and a class, or take it out.' },
    );
  });
}

function pathsOf(files: readonly DataFile[]): string[] {
  return files.map(({ path }) => path);
}
