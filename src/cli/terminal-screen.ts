import type { WriteStream } from 'node:tty';

/** A screen of its own in a terminal, which shows what it showed before once this is disposed. */
export interface TerminalScreen extends Disposable {
  /** Replaces all that is shown; lines that have no room are left out, not wrapped. */
  show(lines: string[]): void;
}

const sequence = (...codes: string[]): string => codes.map((code) => `\u001b[${code}`).join('');
/** Second screen, no cursor, no wrapping: DEC private modes that every terminal in use knows. */
const ENTER = sequence('?1049h', '?25l', '?7l');
const LEAVE = sequence('?7h', '?25h', '?1049l');
const HOME = sequence('H');
const CLEAR_BELOW = sequence('J');

/** Begins to draw on a terminal. It is left as it was also when the process exits in between. */
export function openTerminalScreen(terminal: WriteStream): TerminalScreen {
  const leave = () => terminal.write(LEAVE);
  process.once('exit', leave);
  terminal.write(ENTER);
  return {
    show(lines) {
      // Write once to avoid flicker. If the line were cleared afterwards, a full line would lose its last character.
      terminal.write(`${HOME}${CLEAR_BELOW}${lines.slice(0, terminal.rows).join('\r\n')}`);
    },
    [Symbol.dispose]() {
      process.off('exit', leave);
      leave();
    },
  };
}
