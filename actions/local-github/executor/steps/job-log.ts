import type { Annotation } from '../run-record.ts';
import { maskedForms } from './masked-forms.ts';

const mostCharacters = 1024 * 1024;
const mostAnnotations = 50;

/** What a job printed, the last MiB of it, without what must not be seen. */
export class JobLog {
  readonly annotations: Annotation[] = [];
  readonly #masked = new Set<string>();
  #kept = '';

  get text(): string {
    return this.#kept.length > mostCharacters ? this.#kept.slice(-mostCharacters) : this.#kept;
  }

  /** From now on this value is `***`, and so is what it becomes when encoded. */
  mask(value: string): void {
    for (const form of maskedForms(value)) this.#masked.add(form);
  }

  write(line: string): void {
    this.#kept += `${this.clean(line)}\n`;
    // cut rarely: each cut copies what is kept
    if (this.#kept.length > 2 * mostCharacters) this.#kept = this.#kept.slice(-mostCharacters);
  }

  annotate(annotation: Annotation): void {
    const message = this.clean(annotation.message);
    this.write(`##[${annotation.level}]${message}`);
    if (this.annotations.length < mostAnnotations)
      this.annotations.push({ ...annotation, message });
  }

  error(message: string): void {
    this.annotate({ level: 'error', message });
  }

  clean(text: string): string {
    // the longest first, or a shorter secret inside a longer one would leave the rest of it
    const longestFirst = [...this.#masked].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((clean, value) => clean.replaceAll(value, '***'), text);
  }

  hasSecret(text: string): boolean {
    return [...this.#masked].some((value) => text.includes(value));
  }
}
