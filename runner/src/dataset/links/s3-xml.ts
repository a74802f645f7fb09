import { Failure } from '@orangery/schemas';
import { XMLParser } from 'fast-xml-parser';

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  // keys may begin or end in spaces
  trimValues: false,
  ignoreDeclaration: true,
  maxNestedTags: 16,
});

/** An element's children by name; a text element is a string. */
export type XmlElement = Readonly<Record<string, unknown>>;

/**
 * Reads an answer's XML. An answer that declares a document type is refused: no service needs one,
 * and without it there are no entities of its own to expand.
 * @param names that the outermost element may have: servers differ
 * @throws Failure DOWNLOAD_FAILED
 */
export function readXml(text: string, names: readonly string[], label: string): XmlElement {
  const root = rootOf(text) ?? {};
  const element = names.map((name) => root[name]).find((found) => found !== undefined);
  if (isElement(element)) return element;
  // an element without children is read as text
  if (typeof element === 'string' && element.trim() === '') return {};
  throw new Failure(
    'DOWNLOAD_FAILED',
    `${label}: expected ${names[0]} as XML, found something else`,
    {
      hint: 'Check that the endpoint is an S3 server and the address complete.',
    },
  );
}

/** The document's elements by name; `undefined` when it is no XML. */
export function rootOf(text: string): XmlElement | undefined {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return undefined;
  try {
    const read: unknown = parser.parse(text);
    return isElement(read) ? read : undefined;
  } catch {
    // no XML, which the caller says
    return undefined;
  }
}

/** A text element's text; empty when it is missing. */
export function textIn(element: XmlElement, name: string): string {
  const value = element[name];
  return typeof value === 'string' ? value : '';
}

/** The elements of a name, which may be there many times, once or never. */
export function elementsIn(element: XmlElement, name: string): readonly XmlElement[] {
  const value = element[name];
  return (Array.isArray(value) ? value : [value]).filter(isElement);
}

/** A whole number in a text element; `undefined` when it is none. */
export function numberIn(element: XmlElement, name: string): number | undefined {
  const text = textIn(element, name).trim();
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
