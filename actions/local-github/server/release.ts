export interface ReleaseRecord {
  readonly id: number;
  readonly author: number;
  tag: string;
  target: string;
  title: string | null;
  body: string | null;
  isDraft: boolean;
  isPrerelease: boolean;
  readonly createdAt: string;
  publishedAt: string | null;
  readonly assets: Map<number, AssetRecord>;
}

export interface AssetRecord {
  readonly id: number;
  name: string;
  label: string | null;
  readonly contentType: string;
  readonly content: Buffer;
  readonly uploader: number;
  readonly createdAt: string;
}
