import { Failure, formatProblem, type Problem } from '@orangery/schemas';

/** Collects what front matter and graph say differently. */
export class Disagreements {
  readonly #problems: Problem[] = [];
  readonly #file: string;

  /** @param file the module's `module.md`, as messages name it */
  constructor(file: string) {
    this.#file = file;
  }

  /**
   * @param path keys down to the place in the front matter
   */
  add(path: readonly (string | number)[], expected: string, found: string, hint?: string): void {
    const keys = path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`);
    const pointer = keys.join('');
    const told = hint === undefined ? {} : { hint };
    this.#problems.push({ file: this.#file, pointer, expected, found, ...told });
  }

  /** @throws Failure MODULE_INVALID with all of them */
  throwIfAny(): void {
    if (this.#problems.length === 0) return;
    const hint = this.#problems.find((problem) => problem.hint !== undefined)?.hint;
    throw new Failure('MODULE_INVALID', this.#problems.map(formatProblem).join('\n'), {
      problems: this.#problems,
      hint: hint ?? 'Write in module.md what the graph says, or export the model again.',
    });
  }
}
