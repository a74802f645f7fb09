/** Words of AI4 that a list of theirs may hold, and what ours are called. */
export interface Vocabulary {
  /** Theirs, as the schema of ai4-metadata lists them. */
  readonly words: readonly string[];
  /** What one of theirs is called here. */
  ours(word: string): string;
  /** What each of ours is called there; `Other` where the vocabulary has none of them. */
  theirs(words: readonly string[]): readonly string[];
}

type Forms = readonly (readonly [RegExp, string])[];

export const taskWords = vocabulary({
  words: [
    ...['Computer Vision', 'Natural Language Processing', 'Time Series', 'Recommender Systems'],
    ...['Anomaly Detection', 'Regression', 'Classification', 'Clustering'],
    ...['Dimensionality Reduction', 'Generative Models', 'Graph Neural Networks', 'Optimization'],
    ...['Reinforcement Learning', 'Transfer Learning', 'Uncertainty Estimation', 'Other'],
  ],
  ours: (word) => word.toLowerCase().replaceAll(' ', '-'),
  forms: [
    [/image|object-detection|video|vision/, 'Computer Vision'],
    [/text|token|sequence-label|language|translation/, 'Natural Language Processing'],
    [/time-series|forecast/, 'Time Series'],
    [/recommend/, 'Recommender Systems'],
    [/anomaly/, 'Anomaly Detection'],
    [/regression/, 'Regression'],
    [/classif|sequence-label|token/, 'Classification'],
    [/cluster/, 'Clustering'],
    [/generat/, 'Generative Models'],
    [/reinforcement/, 'Reinforcement Learning'],
  ],
});

export const libraryWords = vocabulary({
  words: [
    ...['TensorFlow', 'PyTorch', 'Keras', 'Scikit-learn', 'XGBoost', 'LightGBM', 'CatBoost'],
    'Other',
  ],
  ours: (word) => word,
  forms: [
    [/tensorflow/, 'TensorFlow'],
    [/pytorch|^torch$/, 'PyTorch'],
    [/keras/, 'Keras'],
    [/scikit|sklearn/, 'Scikit-learn'],
    [/xgboost/, 'XGBoost'],
    [/lightgbm/, 'LightGBM'],
    [/catboost/, 'CatBoost'],
  ],
});

export const dataTypeWords = vocabulary({
  words: ['Image', 'Text', 'Time Series', 'Tabular', 'Graph', 'Audio', 'Video', 'Other'],
  ours: (word) => (word === 'Tabular' ? 'table' : word.toLowerCase().replaceAll(' ', '-')),
  forms: [
    [/image|picture/, 'Image'],
    [/text|token|document/, 'Text'],
    [/series/, 'Time Series'],
    [/tab(le|ular)/, 'Tabular'],
    [/graph/, 'Graph'],
    [/audio|sound/, 'Audio'],
    [/video/, 'Video'],
  ],
});

export const categoryWords = vocabulary({
  words: ['AI4 pre trained', 'AI4 trainable', 'AI4 inference', 'AI4 tools'],
  ours: (word) => word,
  forms: [],
});

interface Described {
  readonly words: readonly string[];
  readonly ours: (word: string) => string;
  /** Forms of words that are no word of theirs; all that fit are taken. */
  readonly forms: Forms;
}

function vocabulary({ words, ours, forms }: Described): Vocabulary {
  const exact = new Map(words.map((word) => [ours(word).toLowerCase(), word]));
  const translate = (word: string): readonly string[] => {
    const own = exact.get(word);
    if (own !== undefined) return [own];
    return forms.filter(([form]) => form.test(word)).map(([, name]) => name);
  };
  const theirs = (list: readonly string[]): readonly string[] => {
    const known = list.filter((word) => word !== '').map((word) => word.toLowerCase());
    const found = [...new Set(known.flatMap(translate))];
    return found.length === 0 && known.length > 0 && words.includes('Other') ? ['Other'] : found;
  };
  return { words, ours, theirs };
}
