import { useState } from 'preact/hooks';
import { announce } from './announce.tsx';
import { Button } from './button.tsx';
import { t } from '../language/language.ts';

interface CopyButtonProps {
  /** A function gives what the page does not show, such as a token. */
  readonly text: string | (() => Promise<string>);
  /** Says what is copied where several buttons stand on a page. */
  readonly label?: string;
  /** Stands on the button. */
  readonly children?: string;
}

export function CopyButton({ text, label, children = t().common.copy }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    setCopied(true);
    announce(t().common.copied);
  };
  return (
    <Button
      look="quiet"
      {...(label === undefined ? {} : { label })}
      onClick={() => {
        void copy();
      }}
    >
      {isCopied ? t().common.copied : children}
    </Button>
  );
}
