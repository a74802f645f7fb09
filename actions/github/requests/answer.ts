import { Failure, show } from '@orangery/schemas';

/** What GitHub answered, or a field of it, unknown until one of the readers says what it is. */
export class Answer {
  readonly #value: unknown;
  readonly #request: string;
  readonly #path: string;

  /**
   * @param request how messages name the request, such as `GET /repos/o/r/pulls/3`
   * @param path how they name the field, such as `head.sha`; empty for the whole answer
   */
  constructor(value: unknown, request: string, path = '') {
    this.#value = value;
    this.#request = request;
    this.#path = path;
  }

  /** A field of an object; of an absent one every reader but `orNull` throws. */
  field(name: string): Answer {
    const value = this.#value;
    if (!isObject(value)) throw this.#unlike('an object');
    const path = this.#path === '' ? name : `${this.#path}.${name}`;
    return new Answer(Object.hasOwn(value, name) ? value[name] : undefined, this.#request, path);
  }

  list(): readonly Answer[] {
    const value = this.#value;
    if (!Array.isArray(value)) throw this.#unlike('a list');
    const items: readonly unknown[] = value;
    return items.map((item, at) => new Answer(item, this.#request, `${this.#path}[${at}]`));
  }

  text(): string {
    const value = this.#value;
    if (typeof value !== 'string') throw this.#unlike('text');
    return value;
  }

  /** A whole number that JavaScript holds exactly: ids are such. */
  number(): number {
    const value = this.#value;
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
      throw this.#unlike('a whole number');
    }
    return value;
  }

  boolean(): boolean {
    const value = this.#value;
    if (typeof value !== 'boolean') throw this.#unlike('true or false');
    return value;
  }

  oneOf<Word extends string>(words: readonly Word[]): Word {
    const found = words.find((word) => word === this.#value);
    if (found === undefined) throw this.#unlike(`one of ${words.join(', ')}`);
    return found;
  }

  /** As it came, for what we compare and do not read. */
  json(): unknown {
    return this.#value;
  }

  /** Null where GitHub says null or nothing. */
  orNull<Value>(read: (answer: Answer) => Value): Value | null {
    return this.#value === null || this.#value === undefined ? null : read(this);
  }

  #unlike(expected: string): Failure {
    const field = this.#path === '' ? 'the answer' : this.#path;
    const found = isObject(this.#value) ? 'an object' : show(this.#value);
    return new Failure(
      'GITHUB_FAILED',
      `${this.#request}: ${field}: expected ${expected}, found ${found}`,
      { hint: 'Try again; if it stays so, GitHub has changed what it answers: report it.' },
    );
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
