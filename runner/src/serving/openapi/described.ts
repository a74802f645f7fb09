/** A part of an OpenAPI document: plain JSON. */
export type Described = Readonly<Record<string, unknown>>;

/** Whose words errors have. */
export type Family = 'deepaas' | 'inference' | 'singa';
