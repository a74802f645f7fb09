/** How a record of one version becomes one of the next. */
export interface UpgradeStep {
  /** Schema it starts from, such as `module/1`. */
  readonly from: string;
  /** Schema it ends with, such as `module/2`. */
  readonly to: string;
  /** What is different, for whoever reads the difference. */
  readonly what: string;
  /**
   * Makes the newer record of any older one, also of one that breaks rules: what it cannot make sense of it
   * leaves for the newer schema to name. Fields keep their order.
   */
  readonly upgrade: (record: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}
