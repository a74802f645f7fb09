import type { Field } from '@orangery/schemas';
import type { Prediction } from '../recipe.ts';
import type { NumberPreprocessing } from './preprocessing.ts';

/** What a regressor gives; the ends are known once it is trained. */
export function numberOutputs(preprocessing: NumberPreprocessing | undefined): readonly Field[] {
  const value: Field = { name: 'value', type: 'number', description: 'The predicted number.' };
  if (preprocessing !== undefined && preprocessing.spread === undefined) return [value];
  const share = `${Math.round((preprocessing?.spread?.coverage ?? 0.8) * 100)} %`;
  const hint = `between lower and upper lie about ${share} of true numbers`;
  return [
    value,
    { name: 'lower', type: 'number', description: `Lower end: ${hint}.` },
    { name: 'upper', type: 'number', description: `Upper end: ${hint}.` },
  ];
}

export function numberPrediction(
  value: number,
  { spread }: NumberPreprocessing,
): Prediction & { readonly value: number } {
  if (spread === undefined) return { value };
  return { value, lower: value + spread.lower, upper: value + spread.upper };
}
