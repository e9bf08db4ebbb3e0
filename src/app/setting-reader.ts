import { AppError } from '../platform/kernel/errors.ts';
import { type Environment, withSecretsOfFiles } from './secret-files.ts';
import { RENAMED_SETTINGS, SETTINGS } from './settings.ts';

type Settings = typeof SETTINGS;
type SettingName = keyof Settings;
/** The settings that are whole numbers. */
type WholeNumberName = {
  [Name in SettingName]: Settings[Name][2] extends readonly [number, number] ? Name : never;
}[SettingName];

/** Reads the settings of an environment, with their defaults. */
export class SettingReader {
  /** With settings under their current names, and secrets that are in files. */
  readonly environment: Environment;
  /** Messages to the operator about settings that have a new name. */
  readonly warnings: readonly string[];

  /** @throws AppError `bad_setting` for a setting that has its old and its new name, and from `withSecretsOfFiles` */
  constructor(given: Environment) {
    const { environment, warnings } = withCurrentNames(withSecretsOfFiles(given));
    this.environment = environment;
    this.warnings = warnings;
  }

  text(name: SettingName): string {
    return this.environment[`ROOMSHOT_${name}`]?.trim() || SETTINGS[name][0];
  }

  /** Undefined for a setting that has neither a value nor a default. */
  optional(name: SettingName): string | undefined {
    return this.text(name) || undefined;
  }

  /** @throws AppError `bad_setting` */
  whole(name: WholeNumberName): number {
    const [, , [least, most]] = SETTINGS[name];
    const value = Number(this.text(name));
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw badSetting(`ROOMSHOT_${name}`, `a whole number from ${least} to ${most}`);
  }

  /** @throws AppError `bad_setting` */
  flag(name: SettingName): boolean {
    const value = this.text(name);
    if (value === '0' || value === '1') return value === '1';
    throw badSetting(`ROOMSHOT_${name}`, '0 or 1');
  }

  /** The settings that were set, without defaults. */
  given(): Record<string, string> {
    const names = Object.keys(SETTINGS).map((name) => `ROOMSHOT_${name}`);
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = this.environment[name];
        return value?.trim() ? [[name, value]] : [];
      }),
    );
  }
}

/** Reads settings under their old names. @throws AppError `bad_setting` if both names are set */
function withCurrentNames(given: Environment): { environment: Environment; warnings: string[] } {
  const environment = { ...given };
  const warnings: string[] = [];
  for (const [old, current] of Object.entries(RENAMED_SETTINGS)) {
    const value = given[`ROOMSHOT_${old}`];
    if (!value?.trim()) continue;
    if (given[`ROOMSHOT_${current}`]?.trim())
      throw badSetting(
        `ROOMSHOT_${old}`,
        `unset when ROOMSHOT_${current} is set: it is the old name of that`,
      );
    environment[`ROOMSHOT_${current}`] = value;
    warnings.push(
      `ROOMSHOT_${old} is now called ROOMSHOT_${current}. The next version refuses the old name.`,
    );
  }
  return { environment, warnings };
}

export const badSetting = (name: string, wanted: string): AppError =>
  new AppError('invalid', 'bad_setting', `The setting ${name} must be ${wanted}.`);
