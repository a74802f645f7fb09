import { toFailure } from '@orangery/schemas';

/** One thing that a module must do, and whether it does. */
export interface ContractCheck {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What was seen, or why not; empty when there is nothing to say. */
  readonly detail: string;
}

/** Thrown by a check that cannot be made here, with the reason. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** Checks in their order; one that fails does not keep the others from being made. */
export class Checklist {
  readonly checks: ContractCheck[] = [];
  readonly #signal: AbortSignal;
  readonly #seen: (check: ContractCheck) => void;

  constructor(signal: AbortSignal, seen: (check: ContractCheck) => void) {
    this.#signal = signal;
    this.#seen = seen;
  }

  /**
   * Makes a check.
   * @param check gives what later ones need, and a word on what was seen
   * @returns what it gave; `undefined` when it failed or was skipped
   * @throws the signal's reason when aborted
   */
  async check<Value>(
    name: string,
    check: () => Promise<{ readonly detail: string; readonly value: Value }>,
  ): Promise<Value | undefined> {
    try {
      const { detail, value } = await check();
      this.#add({ name, outcome: 'passed', detail });
      return value;
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof Skipped) this.#add({ name, outcome: 'skipped', detail: error.message });
      else this.#add({ name, outcome: 'failed', detail: toFailure(error).message });
      return undefined;
    }
  }

  #add(check: ContractCheck): void {
    this.checks.push(check);
    this.#seen(check);
  }
}
