import { directedText } from '../fonts/direction.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { pageMeasures } from './paper.ts';
import type { ReportDesign } from './report-design.ts';
import { STAMP_SIZE } from './stamp-box.ts';
import { verifyCodeSvg } from './verify-code.ts';

/** Returns the design as files for the templates: by name, with their bytes. */
export function templateDesign(
  design: ReportDesign,
  setter: TextSetter,
): [name: string, bytes: Uint8Array][] {
  const { name, logo, accent, notice, paper, verifyUrl } = design;
  const files: [string, Uint8Array][] = [];
  const add = (file: string, bytes: Uint8Array): string => {
    files.push([file, bytes]);
    return file;
  };
  const shown = setter.oneLine(name);
  const families = setter.families(`${name}${notice}`);
  const description = {
    name: directedText(setter.wholeLine(name), families),
    logo: logo && { file: add(`logo.${logo.format}`, logo.bytes), alt: `Logo${shown && ` of ${shown}`}` },
    accent,
    notice: directedText(setter.wholeLine(notice), families),
    page: pageMeasures(paper),
    stampSize: STAMP_SIZE,
    verify: verifyUrl && {
      file: add('verify.svg', Buffer.from(verifyCodeSvg(verifyUrl))),
      alt: `QR code with the address ${setter.oneLine(verifyUrl)}`,
    },
  };
  add('design.json', Buffer.from(JSON.stringify(description)));
  return files;
}
