import type { Field } from './field.ts';
import { linkFields } from './link-fields.ts';
import { otherFields } from './other-fields.ts';
import { licenseField, textFields } from './text-fields.ts';
import { wordFields } from './word-fields.ts';

/** Every value of ai4-metadata 2.x that is known here, in the order in which it is written. */
export const fields: readonly Field[] = [
  ...textFields,
  licenseField,
  ...linkFields,
  ...otherFields,
  ...wordFields,
];
