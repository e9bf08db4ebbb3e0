import type { DestinationStream } from 'pino';

/** Control characters, which could falsify the output of a terminal. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Writes each JSON line of a log as text: time, level, message, and then the rest as `name=value`. */
export function readableLines(destination: DestinationStream): DestinationStream {
  return { write: (line) => destination.write(`${toText(JSON.parse(line))}\n`) };
}

function toText({ level, time, msg, err, ...fields }: Record<string, unknown>): string {
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${valueText(value)}`);
  const first = [time, String(level).toUpperCase().padEnd(5), msg, ...rest]
    .join(' ')
    .replace(CONTROL, visible);
  return err === undefined ? first : `${first}\n${errorText(err)}`;
}

const valueText = (value: unknown): string =>
  typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : plainText(value);

const plainText = (value: unknown): string =>
  typeof value === 'string' && /^[\w@.:/-]+$/.test(value) ? value : JSON.stringify(value);

function errorText(error: unknown): string {
  const { type, message, stack } = error as { type?: string; message?: string; stack?: string };
  const lines = (stack ?? `${type}: ${message}`).split('\n');
  return lines.map((line) => `    ${line.replace(CONTROL, visible)}`).join('\n');
}

const visible = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;
