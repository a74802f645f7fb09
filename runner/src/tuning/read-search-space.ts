import { Failure, suggestion, type Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipes/recipe.ts';
import { checkKnobs } from './check-knobs.ts';
import { checkDefaults } from './check-defaults.ts';
import { narrowKnob } from './narrow-knob.ts';

/**
 * The recipe's search space, some knobs of it narrowed or pinned by the request.
 * @param defaults what the first trial takes, when they are to be checked too
 * @throws Failure MODULE_INVALID when the recipe's own knobs are no search space, USAGE when what is
 * asked does not lie in it; every problem at once
 */
export function readSearchSpace(
  recipeKnobs: Knobs,
  asked: Knobs = {},
  defaults: KnobValues = {},
): Knobs {
  const own = [...checkKnobs(recipeKnobs), ...checkDefaults(recipeKnobs, defaults)];
  if (own.length > 0) {
    throw new Failure('MODULE_INVALID', own.map((problem) => `Knob ${problem}`).join('\n'));
  }
  const space: Knobs = { ...recipeKnobs };
  const problems: string[] = [];
  let isKnown = true;
  for (const [name, knob] of Object.entries(asked)) {
    const known = Object.hasOwn(recipeKnobs, name) ? recipeKnobs[name] : undefined;
    if (known === undefined) {
      problems.push(unknownKnob(name, Object.keys(recipeKnobs)));
      isKnown = false;
      continue;
    }
    const narrowed = narrowKnob(known, knob);
    if ('expected' in narrowed) {
      problems.push(`${name}: expected ${narrowed.expected}, found ${narrowed.found}`);
    } else space[name] = narrowed.knob;
  }
  if (problems.length === 0) return space;
  const message = problems.map((problem) => `The request: knob ${problem}`).join('\n');
  throw new Failure('USAGE', message, {
    hint: isKnown
      ? 'A request may pin a knob to one value, or narrow its range.'
      : `The knobs are ${Object.keys(recipeKnobs).join(', ')}.`,
  });
}

function unknownKnob(name: string, known: readonly string[]): string {
  const { hint } = suggestion(name, known);
  const more = hint === undefined ? '' : `. ${hint}`;
  return `${name}: expected a knob of the recipe, found none of this name${more}`;
}
