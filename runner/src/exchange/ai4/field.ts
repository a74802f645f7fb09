import type { ModuleFrontMatter, PlacelessProblem } from '@orangery/schemas';
import { isSame } from './is-same.ts';
import type { ExchangedModule } from '../exchanged-module.ts';

/** What is said of a file while it is read; pointers are those of ai4-metadata 2.x. */
export interface Say {
  /**
   * The module is made all the same.
   * @param excerpt where in a long text it is
   */
  warn(problem: PlacelessProblem, excerpt?: string): void;
  /** No module can be made of it. */
  refuse(problem: PlacelessProblem): void;
}

/** What of a module a file of ai4-metadata can say; made bit by bit when one is read. */
export interface Draft {
  frontMatter: Partial<ModuleFrontMatter>;
  card?: string;
}

/** One value of ai4-metadata 2.x that a module has a place for. */
export interface Field {
  readonly path: readonly string[];
  /** Puts what a file says into the module. */
  take(value: unknown, say: Say, draft: Draft): void;
  /** What a file says of the module; `undefined` where nothing is to be said. */
  write(exchanged: ExchangedModule): unknown;
  /** Whether a file that said this would have made the module what it is. */
  stillSays(value: unknown, draft: Draft): boolean;
  /** Whether the schema takes the value. */
  fits(value: unknown): boolean;
  /** Whether a module has no place for it. */
  readonly isCarried?: true;
  /** Whether nothing of the value is missing in what would be written. */
  isWhole(value: unknown, written: unknown): boolean;
}

export interface FieldParts<Value> {
  readonly path: readonly string[];
  /** @returns `undefined` where a module cannot say it, which has been told then */
  read(value: unknown, say: Say, pointer: string): Value | undefined;
  /** What a module says now, in the form that `read` gives. */
  own(draft: Draft): Value | undefined;
  set(draft: Draft, value: Value): void;
  write(exchanged: ExchangedModule): unknown;
  fits(value: unknown): boolean;
  /** Whether two values mean the same; equal ones when absent. */
  readonly isSame?: (read: Value | undefined, own: Value | undefined) => boolean;
  readonly isWhole?: (value: unknown, written: unknown) => boolean;
}

const silent: Say = { warn: () => {}, refuse: () => {} };

export function field<Value>(parts: FieldParts<Value>): Field {
  const { path, read, own, set, write, fits } = parts;
  const pointer = `/${path.join('/')}`;
  const means = parts.isSame ?? isSame;
  return {
    path,
    write,
    fits,
    take: (value, say, draft) => {
      const found = read(value, say, pointer);
      if (found !== undefined) set(draft, found);
    },
    stillSays: (value, draft) => means(read(value, silent, pointer), own(draft)),
    isWhole: parts.isWhole ?? isSame,
  };
}

/** A value that AI4 knows and a module has no place for: it stays under `foreign.ai4`. */
export function carried(
  path: readonly string[],
  fits: (value: unknown) => boolean = () => true,
): Field {
  const nothing = field<never>({
    path,
    read: () => undefined,
    own: () => undefined,
    set: () => {},
    write: () => undefined,
    fits,
  });
  return { ...nothing, isCarried: true };
}

/** Whether a module came from ai4-metadata: then a file says what it said, and nothing is made up. */
export function isImported({ module }: ExchangedModule): boolean {
  return keptOf(module.frontMatter) !== undefined;
}

/** What the import kept of its file. */
export function keptOf({
  foreign,
}: Pick<ModuleFrontMatter, 'foreign'>): Readonly<Record<string, unknown>> | undefined {
  const kept = (foreign as Readonly<Record<string, unknown>> | undefined)?.ai4;
  return isRecord(kept) ? kept : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
