import { AppError } from '../../../platform/kernel/errors.ts';
import { isPaper } from './paper.ts';
import type { ReportDesign } from './report-design.ts';
import { readLogo } from './report-logo.ts';

/** The settings as the operator wrote them. Text that was left out is empty, and other settings are undefined. */
export interface DesignSettings {
  readonly name: string;
  readonly logoPath: string | undefined;
  readonly accent: string;
  readonly notice: string;
  readonly paper: string;
}

const MAX_NAME_LENGTH = 60;
const MAX_NOTICE_LENGTH = 120;
/** WCAG 2.2, 1.4.3: headings on white paper must be read by everybody, in grey too. */
const LEAST_CONTRAST = 4.5;

/**
 * Reads and checks the design of reports, with its logo.
 * @throws AppError `bad_setting`, which names the setting and what it may be
 */
export async function loadReportDesign(
  settings: DesignSettings,
  publicUrl: string | undefined,
): Promise<ReportDesign> {
  const { logoPath, accent, paper } = settings;
  if (!/^#[0-9a-f]{6}$/i.test(accent)) throw badDesign('ACCENT', 'a colour such as #17324d');
  if (contrastWithWhite(accent) < LEAST_CONTRAST) {
    throw badDesign('ACCENT', `a darker colour: ${accent} has a contrast of less than 4.5 : 1 with white`);
  }
  if (!isPaper(paper)) throw badDesign('PAPER', 'a4 or letter');
  return {
    name: shortText('NAME', settings.name, MAX_NAME_LENGTH),
    logo: logoPath === undefined ? null : await readLogo(logoPath),
    accent: accent.toLowerCase(),
    notice: shortText('NOTICE', settings.notice, MAX_NOTICE_LENGTH),
    paper,
    verifyUrl: publicUrl === undefined ? null : `${publicUrl}/verify`,
  };
}

function shortText(name: string, text: string, most: number): string {
  if ([...text].length <= most && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return text;
  throw badDesign(name, `one line of at most ${most} characters`);
}

/** Returns the contrast ratio of a colour `#rrggbb` with white, from 1 to 21, as WCAG 2.2 defines it. */
export function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

const badDesign = (name: string, wanted: string): AppError =>
  new AppError('invalid', 'bad_setting', `The setting ROOMSHOT_REPORT_${name} must be ${wanted}.`);
