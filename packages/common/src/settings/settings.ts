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
