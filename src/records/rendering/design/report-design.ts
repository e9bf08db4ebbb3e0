import { canonicalJson } from '../../../platform/kernel/canonical-json.ts';
import { sha256 } from '../../../platform/kernel/hash.ts';
import type { Paper } from './paper.ts';

/** The design that an operator chose for all reports. */
export interface ReportDesign {
  /** Whose reports these are; empty for nobody's in particular. */
  name: string;
  logo: ReportLogo | null;
  /** The colour of headings and rules, `#rrggbb`. */
  accent: string;
  /** A line at the foot of every page, such as one on confidentiality; may be empty. */
  notice: string;
  paper: Paper;
  /** The address that verifies records, if there is one. */
  verifyUrl: string | null;
}

export interface ReportLogo {
  format: 'png' | 'jpg' | 'svg';
  bytes: Uint8Array;
}

export const PLAIN_DESIGN: ReportDesign = {
  name: '',
  logo: null,
  accent: '#17324d',
  notice: '',
  paper: 'a4',
  verifyUrl: null,
};

/** Part of an edition's key: reports of another design have other bytes. */
export const designDigest = ({ logo, ...texts }: ReportDesign): string =>
  sha256(
    canonicalJson({ ...texts, logo: logo && { format: logo.format, sha256: sha256(logo.bytes) } }),
  ).slice(0, 16);
