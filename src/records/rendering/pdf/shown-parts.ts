const NUMBER = /-?[\d.]+/y;
const HEXADECIMAL = /<([\dA-Fa-f]*)>/y;
const OCTAL = /[0-7]{1,3}/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Reads what Tj or TJ shows (ISO 32000-1, 9.4.3): strings of bytes, and numbers that move what follows to the left. */
export function shownParts(operands: string): (Buffer | number)[] {
  const parts: (Buffer | number)[] = [];
  let at = 0;
  while (at < operands.length) {
    const number = match(NUMBER, operands, at);
    const hexadecimal = match(HEXADECIMAL, operands, at);
    if (operands[at] === '(') {
      const { text, end } = readLiteral(operands, at + 1);
      parts.push(Buffer.from(text, 'latin1'));
      at = end;
    } else if (hexadecimal) {
      parts.push(Buffer.from(hexadecimal[1] ?? '', 'hex'));
      at += hexadecimal[0].length;
    } else if (number) {
      parts.push(Number(number[0]));
      at += number[0].length;
    } else at += 1;
  }
  return parts;
}

/** Reads a string after its first parenthesis. Parentheses in pairs belong to it (ISO 32000-1, 7.3.4.2). */
function readLiteral(source: string, start: number): { text: string; end: number } {
  let text = '';
  let depth = 1;
  let at = start;
  for (; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') {
      const octal = match(OCTAL, source, at + 1);
      const escaped = source.charAt(at + 1);
      text += octal ? String.fromCharCode(Number.parseInt(octal[0], 8)) : (ESCAPES[escaped] ?? escaped);
      at += octal ? octal[0].length : 1;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) break;
    text += character;
  }
  return { text, end: at + 1 };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
