import { join } from 'node:path';
import {
  makeModule,
  moduleIdOf,
  readAi4,
  writeModule,
  type Ai4Reading,
  type FoundMetadata,
  type ResolvedImage,
} from '@orangery/runner';
import { Failure, type Problem } from '@orangery/schemas';
import { shownPath } from '../shown-path.ts';
import type { ImportOutcome } from './import-outcome.ts';

export interface ImportPlace {
  /** Absolute path of the folder that module folders lie in. */
  readonly modules: string;
  readonly cwd: string;
  /** What the module is to be called; by the file when absent. */
  readonly id: string | undefined;
  /** Whether nothing is written. */
  readonly isTrial: boolean;
  resolve(reference: string): Promise<ResolvedImage>;
}

/**
 * Makes a module of one file, or says why not.
 * @throws Failure when it is not the file's fault
 */
export async function importFile(
  { file, text, name }: FoundMetadata,
  place: ImportPlace,
): Promise<ImportOutcome> {
  const reading = readAi4(text, file);
  const { warnings } = reading;
  if (reading.kind === 'refused') {
    return { kind: 'refused', file, failure: broken(file, reading.problems), warnings };
  }
  try {
    return await makeOf(reading, name, place);
  } catch (error) {
    if (!(error instanceof Failure) || !ownFault.includes(error.code)) throw error;
    return { kind: 'refused', file, failure: error, warnings };
  }
}

/** The next file may do better. */
const ownFault: readonly string[] = ['FILE_INVALID', 'MODULE_EXISTS', 'MODULE_INVALID', 'USAGE'];

async function makeOf(
  reading: Extract<Ai4Reading, { kind: 'read' }>,
  name: string,
  { modules, cwd, id: wanted, isTrial, resolve }: ImportPlace,
): Promise<ImportOutcome> {
  const { file, document, warnings } = reading;
  const id = wanted ?? moduleIdOf(document.id, name);
  const image = await resolve(reading.image);
  const made = makeModule(reading, { id, image: image.reference });
  const folder = join(modules, id);
  const shown = shownPath(folder, cwd);
  if (!isTrial) await writeModule({ folder, name: shown, text: made.text });
  const unpinned = image.kind === 'unpinned' ? image.why : null;
  return {
    ...{ kind: 'imported', file, module: id, folder: shown, image: image.reference, unpinned },
    ...{ warnings, text: made.text },
  };
}

function broken(file: string, problems: readonly Problem[]): Failure {
  return new Failure('FILE_INVALID', `${file}: no module is made of it`, {
    hint: `Mend ${problems.length === 1 ? 'the line that is named' : 'the lines that are named'}, then import it again.`,
    problems,
  });
}
