import type { Prediction } from '../recipes/recipe.ts';

const longest = 60;

/** An answer in a few words for a line of a table: the label, the value, else its JSON cut short. */
export function shortAnswer(answer: Prediction): string {
  const { label, value, text } = answer;
  const told = label ?? value ?? text ?? answer;
  const words = typeof told === 'string' ? told : JSON.stringify(told);
  return words.length <= longest ? words : `${words.slice(0, longest - 1)}…`;
}
