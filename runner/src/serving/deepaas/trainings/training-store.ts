import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '@orangery/schemas/files';
import type { Logger } from '../../../world.ts';
import { checkStoredTraining, type StoredTraining } from './training-record.ts';

const largestBytes = 8 * 1024 * 1024;
const fileName = /^([0-9a-f]{32})\.json$/;

/** Trainings on the disk, a file each; what cannot be read or written is told and done without. */
export class TrainingStore {
  readonly #folder: string | undefined;
  readonly #logger: Logger;
  /** In the order they were asked for: a record is written before it is removed. */
  #last: Promise<void> = Promise.resolve();

  /** @param folder none keeps nothing */
  constructor(folder: string | undefined, logger: Logger) {
    this.#folder = folder;
    this.#logger = logger;
  }

  async readAll(): Promise<readonly StoredTraining[]> {
    const folder = this.#folder;
    if (folder === undefined) return [];
    // it is made with the first record
    const names = await readdir(folder).catch(() => []);
    const found = await Promise.all(names.map(async (name) => this.#read(folder, name)));
    return found
      .filter((training) => training !== undefined)
      .sort((one, other) => (one.record.date < other.record.date ? -1 : 1));
  }

  async save({ model, record }: StoredTraining): Promise<void> {
    const text = JSON.stringify({ model, record });
    return this.#after(record.uuid, async (path) => writeWhole(path, `${text}\n`));
  }

  async remove(uuid: string): Promise<void> {
    return this.#after(uuid, async (path) => rm(path, { force: true }));
  }

  /** Until all that was asked for so far is done. */
  async settled(): Promise<void> {
    return this.#last;
  }

  async #after(uuid: string, work: (path: string) => Promise<void>): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) return;
    this.#last = this.#last
      .then(async () => work(join(folder, `${uuid}.json`)))
      .catch((error: unknown) => {
        this.#logger.warn(`The record of training ${uuid} was not kept: ${String(error)}`);
      });
    return this.#last;
  }

  async #read(folder: string, name: string): Promise<StoredTraining | undefined> {
    const uuid = fileName.exec(name)?.[1];
    if (uuid === undefined) return undefined;
    try {
      const path = join(folder, name);
      const { size } = await stat(path);
      if (size > largestBytes) throw new Error(`${size} bytes`);
      const training = checkStoredTraining(JSON.parse(await readFile(path, 'utf8')), uuid);
      if (training !== undefined) return training;
      throw new Error('no record of a training');
    } catch (error) {
      this.#logger.warn(`${name} among the trainings is left aside: ${String(error)}`);
      return undefined;
    }
  }
}
