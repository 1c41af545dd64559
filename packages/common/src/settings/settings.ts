/** One setting, described once; defaults, validation, `--help` and the reference page come from it. */
export interface SettingDefinition {
  readonly type: 'string' | 'integer' | 'boolean' | 'duration' | 'size' | 'list' | 'object';
  readonly description: string;
  /** As it would stand in the file. Absent: the setting has no value unless it is given. */
  readonly default?: string | number | boolean | readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly secret?: boolean;
}

export type SettingDefinitions = Readonly<Record<string, SettingDefinition>>;

export const define = <const D extends SettingDefinitions>(definitions: D): D => definitions;

/** A setting's value after loading: durations in milliseconds, sizes in bytes. */
type SettingValue<D extends SettingDefinition> = D['type'] extends 'integer' | 'duration' | 'size'
  ? number
  : D['type'] extends 'boolean'
    ? boolean
    : D['type'] extends 'list'
      ? readonly string[]
      : D['type'] extends 'object'
        ? unknown
        : string;

/** Values by key; a setting without a default may be absent. */
export type SettingValues<D extends SettingDefinitions> = {
  readonly [K in keyof D]: D[K]['default'] extends NonNullable<SettingDefinition['default']>
    ? SettingValue<D[K]>
    : SettingValue<D[K]> | undefined;
};
