import type { ExampleFile, RecipeExample } from './recipe-example.ts';

/** Fruit by what can be measured of it. */
export function rows(): RecipeExample {
  const kinds = [
    { kind: 'lemon', weight: 130, length: 70, colours: ['yellow', 'yellow', 'green'] },
    { kind: 'mandarin', weight: 85, length: 58, colours: ['orange', 'orange', 'yellow'] },
    { kind: 'orange', weight: 190, length: 74, colours: ['orange', 'orange', 'green'] },
  ];
  const lines = upTo(10).flatMap((index) =>
    kinds.map(({ kind, weight, length, colours }) => {
      const by = wave(index, kind.length);
      const grams = Math.round(weight * (1 + 0.28 * by));
      const millimetres = (length * (1 + 0.12 * by)).toFixed(1);
      return `${grams},${millimetres},${colours[index % 3]},${kind}`;
    }),
  );
  return {
    about: 'Thirty fruits: two measurements, a colour, and the kind to predict in the last column.',
    files: [table('fruit.csv', ['weight_g,length_mm,colour,kind', ...lines])],
  };
}

/** Trees and what they bear. */
export function numbers(): RecipeExample {
  const lines = upTo(30).map((index) => {
    const age = 2 + (index % 10);
    const height = 0.9 + 0.32 * age + 0.2 * wave(index, 3);
    const isWatered = index % 3 !== 0;
    const kilograms = 4 * age * (isWatered ? 1.3 : 1) + 2 * wave(index, 5);
    return `${age},${height.toFixed(2)},${isWatered ? 'yes' : 'no'},${kilograms.toFixed(1)}`;
  });
  return {
    about: 'Thirty trees: age, height, whether they are watered, and the harvest to predict.',
    files: [table('trees.csv', ['age_years,height_m,watered,harvest_kg', ...lines])],
  };
}

/** Letters and who answers them. */
export function texts(): RecipeExample {
  const subjects = ['lemon tree', 'order of May', 'orange seedling', 'gift card', 'garden visit'];
  const openings = [
    ['care', 'The leaves of my', 'turn yellow since last week, what does it need?'],
    ['delivery', 'The parcel with my', 'has not arrived, when will it be delivered?'],
    ['invoice', 'I was charged twice for my', 'and ask for the money back.'],
  ] as const;
  const lines = subjects.flatMap((subject) =>
    openings.map(([department, before, after]) => `"${before} ${subject} ${after}",${department}`),
  );
  return {
    about: 'Fifteen letters in one column, and in the other who answers them.',
    files: [table('letters.csv', ['letter,department', ...lines])],
  };
}

/** Sentences with a label a word. */
export function labels(): RecipeExample {
  const amounts = ['two', 'three', '250', 'half'];
  const units = ['cups', 'grams', 'spoons'];
  const foods = [['lemons'], ['brown', 'sugar'], ['olive', 'oil'], ['flour']];
  const sentences = upTo(12).map((index) => {
    const food = foods[index % foods.length]!;
    return [
      `${amounts[index % amounts.length]}\tB-QUANTITY`,
      `${units[index % units.length]}\tB-UNIT`,
      'of\tO',
      ...food.map((word, place) => `${word}\t${place === 0 ? 'B' : 'I'}-FOOD`),
    ].join('\n');
  });
  return {
    about: 'Twelve lines of recipes, a word a line with its label; empty lines between them.',
    files: [text('lines.conll', `${sentences.join('\n\n')}\n`)],
  };
}

/** Visitors by day. */
export function forecast(): RecipeExample {
  const start = Date.UTC(2026, 0, 5);
  const lines = upTo(84).map((index) => {
    const day = new Date(start + index * 86_400_000).toISOString().slice(0, 10);
    const isWeekend = index % 7 > 4;
    return `${day},${Math.round(120 + 0.5 * index + (isWeekend ? 80 : 0) + 9 * wave(index, 4))}`;
  });
  return {
    about: 'Twelve weeks of visitors, a day a row without gaps.',
    files: [table('visitors.csv', ['day,visitors', ...lines])],
  };
}

function table(path: string, lines: readonly string[]): ExampleFile {
  return text(path, `${lines.join('\n')}\n`);
}

function text(path: string, content: string): ExampleFile {
  return { path, bytes: new TextEncoder().encode(content) };
}

export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Between −1 and 1, uneven, and the same everywhere: examples are made without chance. */
export function wave(index: number, phase: number): number {
  return Math.sin(1.7 * index + phase) * Math.cos(0.6 * index * phase);
}
