import type { Field } from '@orangery/schemas';

/** What a segmenter gives; the classes are known once it is trained. */
export function segmentationOutputs(classes: readonly string[] | undefined): readonly Field[] {
  const values = classes === undefined ? {} : { values: [...classes] };
  return [
    {
      name: 'classes',
      type: 'category',
      description: 'Names of the classes by number.',
      ...values,
    },
    {
      name: 'width',
      type: 'integer',
      description: 'Width of the mask in pixels: the picture’s, at most 512.',
    },
    {
      name: 'height',
      type: 'integer',
      description: 'Height of the mask in pixels: the picture’s, at most 512.',
    },
    {
      name: 'mask',
      type: 'mask',
      description:
        'Class of every pixel, row by row from the top left, as run lengths: class number and count in turn.',
      ...values,
    },
    {
      name: 'shares',
      type: 'class-probabilities',
      description: 'Share of the picture that each class takes, 0…1.',
      ...values,
    },
  ];
}
