import { describe, expect, it } from 'vitest';
import { recipes } from '../../../runner/src/recipes/index.ts';
import { dataFiles } from '../../helpers/read-data.ts';

/** Recipes by how much files look like theirs, as a wrong recipe's data is judged. */
function mostAlike(paths: readonly string[]): readonly string[] {
  const files = dataFiles(Object.fromEntries(paths.map((path) => [path, 'x'])));
  return Object.values(recipes)
    .filter((recipe) => recipe.resembles(files) > 0)
    .sort((a, b) => b.resembles(files) - a.resembles(files))
    .map(({ name }) => name);
}

describe('files', () => {
  it.each([
    ['text-classification', ['README', 'set/neg/1.txt', 'set/neg/2.txt', 'set/pos/1.txt']],
    ['text-classification', ['train/good/1.txt', 'train/bad/1.txt', 'test/good/2.txt']],
    ['text-classification', ['texts.csv', 'a/1.txt', 'a/2.txt']],
    ['sequence-labelling', ['en-dev.conllu']],
    ['sequence-labelling', ['LICENSE.txt', 'README.md', 'en-dev.conllu', 'en-dev.txt']],
    ['sequence-labelling', ['corpus.tsv']],
    ['sequence-labelling', ['eng.train', 'eng.testa', 'eng.testb']],
    ['tabular-classification', ['table.csv']],
    ['tabular-classification', ['README.txt', 'train.parquet']],
    ['image-classification', ['a/1.png', 'a/2.png', 'b/1.jpg']],
    ['image-classification', ['images.csv', 'image/1.png', 'image/2.png']],
    ['audio-classification', ['a/1.wav', 'b/1.wav']],
    ['audio-classification', ['audios.csv', 'clips/1.wav', 'clips/2.wav']],
    ['audio-classification', ['README.md', 'a/1.mp3', 'b/1.mp3', 'b/2.flac']],
    ['object-detection', ['images/1.jpg', 'labels/1.txt', 'class.names']],
    ['object-detection', ['images/a/1.jpg', 'images/b/2.jpg', 'labels/a/1.txt', 'labels/b/2.txt']],
    ['image-segmentation', ['train/image/1.png', 'train/mask/1.png', 'params.json']],
    ['image-segmentation', ['images/1.webp', 'images/2.webp', 'masks/1.png', 'masks/2.png']],
    ['image-segmentation', ['JPEGImages/1.jpg', 'SegmentationClass/1.png', 'README.md']],
    ['object-detection', ['train/images/1.jpg', 'train/labels/1.txt', 'data.yaml', 'README.txt']],
    ['object-detection', ['1.jpg', '2.jpg', '3.jpg', 'instances_train2017.json']],
    ['object-detection', ['train/1.jpg', 'train/2.jpg', 'train/_annotations.coco.json']],
    ['object-detection', ['JPEGImages/1.jpg', 'Annotations/1.xml']],
    ['object-detection', ['1.jpg', '1.xml', '2.jpg', '2.xml']],
  ])('look most like %s: %j', (name, paths) => {
    expect(mostAlike(paths)[0]).toBe(name);
  });

  it('that may be texts as well look less like a table than those that are none', () => {
    expect(mostAlike(['a.csv'])).toContain('text-classification');
    const shares = [['data.txt'], ['data.csv']].map((paths) =>
      recipes['tabular-classification'].resembles(
        dataFiles(Object.fromEntries(paths.map((path) => [path, 'x']))),
      ),
    );
    expect(shares).toEqual([0.5, 1]);
  });

  it('that are a table may hold numbers to predict, which only reading tells', () => {
    expect(mostAlike(['train.parquet'])).toContain('tabular-regression');
    expect(mostAlike(['train.parquet'])).toContain('time-series-forecasting');
    expect(mostAlike(['a/1.wav', 'b/1.wav'])).toEqual(['audio-classification']);
    expect(mostAlike(['a/1.png', 'b/2.png'])).not.toContain('tabular-regression');
  });

  it('of no kind look like nothing', () => {
    expect(mostAlike(['program.exe', 'notes.pdf'])).toEqual([]);
  });
});
