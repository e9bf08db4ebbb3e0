import { encode } from 'uqr';

/** Modules of quiet around a code, as ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4;

/** Returns a QR code as an SVG image: one black path on white, one unit for each module. */
export function verifyCodeSvg(text: string): string {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}">`,
    `<path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${dots.join('')}"/></svg>`,
  ].join('');
}
