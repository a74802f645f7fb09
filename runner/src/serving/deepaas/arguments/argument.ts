/** What a named argument of a call may be; Swagger and messages are DEEPaaS's. */
export type ArgumentType =
  | 'integer'
  | 'number'
  | 'boolean'
  | 'string'
  | 'url'
  | 'date-time'
  | 'date'
  | 'file'
  | 'list'
  | 'object'
  | 'any';

/** One argument of `predict` or `train`, or one field of an answer. */
export interface Argument {
  readonly name: string;
  readonly type: ArgumentType;
  /** `headers`: read from the header of its name; `form`: from the form alone; anywhere when absent. */
  readonly location?: 'form' | 'headers';
  readonly isRequired?: boolean;
  /** Taken when it is not given; `null` is a value too. */
  readonly default?: unknown;
  readonly choices?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  /** Of the items of a list. */
  readonly items?: Argument;
  /** Of an object, where they are known. */
  readonly fields?: readonly Argument[];
}

/** Values by argument name, after reading. */
export type ArgumentValues = Readonly<Record<string, unknown>>;
