import type { Fitted, FitOptions } from '../recipe.ts';
import { termsOf } from '../text/terms.ts';
import { learnVocabulary } from '../text/vocabulary.ts';
import { fitEmbedding, mostEmbeddedTerms } from './embedding.ts';
import { fitLinear } from './fit-linear.ts';
import { readKnobs, type TextKnobs } from './knobs.ts';
import type { TextModel } from './model.ts';
import type { TextPreprocessing } from './preprocessing.ts';
import type { TextData } from './read-texts.ts';

/** Largest number of weights: a hundred classes get fewer terms than two. */
const mostWeights = 4_000_000;

/** Fits the family of models that the knobs name. */
export async function fitTexts(options: FitOptions<TextData>): Promise<Fitted<TextModel>> {
  const knobs = readKnobs(options.knobs);
  const preprocessing = learnPreprocessing(options.train, knobs);
  return knobs.family === 'linear'
    ? fitLinear(options, knobs, preprocessing)
    : fitEmbedding(options, knobs, preprocessing);
}

/** Learns terms from training texts alone. */
export function learnPreprocessing(
  { examples, labels, classes }: TextData,
  { family, termOptions, minCount, terms, isBayes }: TextKnobs,
): TextPreprocessing {
  const most = family === 'linear' ? Math.floor(mostWeights / classes.length) : mostEmbeddedTerms;
  const vocabulary = learnVocabulary(
    labels,
    (document) => termsOf(examples[document]!.text, termOptions),
    { minCount, most: Math.max(1, Math.min(terms, most)), classes: classes.length },
  );
  return {
    recipe: 'text-classification',
    family,
    termOptions,
    weighting: family === 'linear' && isBayes ? 'presence' : 'tfidf',
    classes,
    ...vocabulary,
  };
}
