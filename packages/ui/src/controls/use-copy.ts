import { useCallback, useState } from 'react';

const CONFIRM_MS = 1_500;

/** Copies text to the clipboard and says for a moment that it did. */
export function useCopy(): { readonly isCopied: boolean; readonly copy: (text: string) => void } {
  const [isCopied, setCopied] = useState(false);
  const copy = useCallback((text: string) => {
    void writeClipboard(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), CONFIRM_MS);
    });
  }, []);
  return { isCopied, copy };
}

/** Puts text into the clipboard. It exists on secure pages only; a hidden field works on the others. */
export async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
