import { codeFailure } from './code-failure.ts';
import type { CodeProcess } from './process/code-process.ts';
import type { ClassFacts } from './definition.ts';
import type { PlainValue } from './wire/values.ts';

/**
 * A model as what its code saved. It is loaded into the process when it is asked, and again when
 * that process was started anew: so what is measured is always what was saved.
 */
export class SavedModel {
  readonly saved: PlainValue;
  readonly #process: CodeProcess;
  readonly #facts: ClassFacts | undefined;
  readonly #name: string;
  #loaded: { readonly generation: number; readonly id: number } | undefined;

  constructor(
    saved: PlainValue,
    { process, facts, name }: { process: CodeProcess; facts?: ClassFacts; name: string },
  ) {
    this.saved = saved;
    this.#process = process;
    this.#facts = facts;
    this.#name = name;
  }

  /** @throws Failure MODULE_INVALID when the code does not load what it saved */
  async load(): Promise<number> {
    const { generation } = this.#process;
    if (this.#loaded?.generation === generation) return this.#loaded.id;
    try {
      const id = await this.#process.call('load', { saved: this.saved, facts: this.#facts });
      this.#loaded = { generation: this.#process.generation, id: Number(id) };
      return this.#loaded.id;
    } catch (error) {
      throw codeFailure(error, this.#name, 'load');
    }
  }

  /**
   * Asks the loaded model for something.
   * @throws Failure MODULE_INVALID, INPUT_INVALID
   */
  async ask(duty: 'predict' | 'evaluate', work: object): Promise<PlainValue> {
    const model = await this.load();
    try {
      return await this.#process.call(duty, { ...work, model });
    } catch (error) {
      throw codeFailure(error, this.#name, duty);
    }
  }

  /** Lets the process forget it. */
  dispose(): void {
    const loaded = this.#loaded;
    this.#loaded = undefined;
    if (loaded?.generation !== this.#process.generation) return;
    // a process that has died has forgotten it already
    void this.#process.call('dispose', loaded.id).catch(() => undefined);
  }
}
