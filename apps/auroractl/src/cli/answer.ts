import pc from 'picocolors';

/** Colours for what is written to standard output: only on a terminal, and not when NO_COLOR is set. */
export const paint = pc.createColors(process.stdout.isTTY === true && pc.isColorSupported);

/** The option every command has. */
export interface AnswerFlags {
  readonly json?: boolean;
}

/** Writes the answer of a command to standard output: as JSON with `--json`, else as `text` puts it. */
export function answer<T>({ json = false }: AnswerFlags, value: T, text: (value: T) => string): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text(value)}\n`);
}

/** Writes one JSON line to standard output, for answers that come bit by bit. */
export const answerLine = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** Says something beside the answer, on standard error. */
export const remark = (message: string): void => void process.stderr.write(`${message}\n`);
