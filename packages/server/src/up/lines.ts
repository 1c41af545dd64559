import { StringDecoder } from 'node:string_decoder';

/** A longer line of a child's output is cut into several. */
const LINE_CHARS_MAX = 65_536;

/** Takes bytes as they come and hands over whole lines, without their line ends; `end` hands over the rest. */
export interface LineSplitter {
  write(chunk: Buffer): void;
  end(): void;
}

/** Splits a stream of bytes into lines; never holds more than one line of bounded length. */
export function lineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const emit = (line: string) => {
    for (let at = 0; at === 0 || at < line.length; at += LINE_CHARS_MAX) {
      onLine(line.slice(at, at + LINE_CHARS_MAX).replace(/\r$/, ''));
    }
  };
  return {
    write(chunk) {
      const pieces = (rest + decoder.write(chunk)).split('\n');
      rest = pieces.pop() ?? '';
      for (const line of pieces) {
        emit(line);
      }
      if (rest.length >= LINE_CHARS_MAX) {
        emit(rest);
        rest = '';
      }
    },
    end() {
      rest += decoder.end();
      if (rest !== '') {
        emit(rest);
      }
      rest = '';
    },
  };
}
