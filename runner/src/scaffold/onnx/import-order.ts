import type { ImageTensor } from '@orangery/schemas';

/** How pictures are made ready, as far as it is said. */
export type ImageWish = Partial<
  Pick<
    ImageTensor,
    'mean' | 'deviation' | 'fit' | 'shorterSide' | 'interpolation' | 'fill' | 'channels' | 'largest'
  >
>;

/** What is said of a graph that is to become a module. */
export interface GraphWish {
  /** Tensor that a picture becomes; found by its shape when absent. */
  readonly image?: string;
  readonly preprocessing: ImageWish;
  /** Whether every tensor is taken as it is. */
  readonly isRaw: boolean;
  /** Names of the numbers of a row. */
  readonly columns?: readonly string[];
  /** Sizes of a tensor's dimensions after the batch; -1 stays free. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Tensors that are answered; all when absent. */
  readonly outputs?: readonly string[];
  readonly labels?: readonly string[];
  /** Whether the graph gives logits; found by asking it when absent. */
  readonly softmax?: boolean;
}

/** Something that was assumed or left open, and what to say to change it. */
export interface Remark {
  readonly text: string;
  readonly hint?: string;
}
