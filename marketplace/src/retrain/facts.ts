import type { Figures } from '../catalogue/indexed-module.ts';

/** What the page needs to know of the module that is retrained; it lies in the page as JSON. */
export interface RetrainFacts {
  /** Checked by the worker before it is used. */
  readonly module: { readonly id: string; readonly frontMatter: unknown };
  readonly recipe: string;
  /** Of its present weights, for comparison. */
  readonly figures: Figures;
  /** `owner/name` on GitHub, when there is one. */
  readonly repository?: string;
}

/** @throws Error when the text is not what the site wrote */
export function readFacts(text: string): RetrainFacts {
  const value: unknown = JSON.parse(text);
  if (isFacts(value)) return value;
  throw new Error('expected what the site says of the module, found something else');
}

function isFacts(value: unknown): value is RetrainFacts {
  if (!isObject(value) || !isObject(value.module) || !isObject(value.figures)) return false;
  const { metrics } = value.figures;
  const isText = [value.module.id, value.recipe].every((text) => typeof text === 'string');
  const areFigures =
    isObject(metrics) && Object.values(metrics).every((figure) => typeof figure === 'number');
  return isText && areFigures && ['undefined', 'string'].includes(typeof value.repository);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
