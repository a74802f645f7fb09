import { Failure } from '@orangery/schemas';
import type { Forge } from '../../forge.ts';

/** The artifacts of one run, kept by the forge; the executor remembers their names. */
export class RunArtifacts {
  readonly names: string[] = [];
  readonly #forge: Forge;
  readonly #run: number;

  constructor(forge: Forge, run: number) {
    this.#forge = forge;
    this.#run = run;
  }

  /** @throws Failure COMMAND_FAILED when the run has one of that name */
  store(name: string, zip: Buffer): void {
    if (this.names.includes(name)) {
      const message = `Failed to CreateArtifact: an artifact with the name ${name} already exists on the workflow run`;
      throw new Failure('COMMAND_FAILED', message);
    }
    this.#forge.storeArtifact(this.#run, name, zip);
    this.names.push(name);
  }
}
