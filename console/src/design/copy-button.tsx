import { useState } from 'preact/hooks';
import { announce } from './announce.tsx';
import { Button } from './button.tsx';
import { t } from '../language/language.ts';

interface CopyButtonProps {
  readonly text: string;
  /** Says what is copied where several buttons stand on a page. */
  readonly label?: string;
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
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
      {isCopied ? t().common.copied : t().common.copy}
    </Button>
  );
}
