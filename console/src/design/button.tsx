import type { ComponentChildren } from 'preact';
import styles from './button.module.css';

type Look = 'normal' | 'primary' | 'danger' | 'quiet';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly look?: Look;
  readonly type?: 'button' | 'submit';
  /** The id of the form that a submit button outside of it sends. */
  readonly form?: string;
  /** The button says so, keeps the focus, and does nothing. */
  readonly isBusy?: boolean;
  readonly disabled?: boolean;
  readonly label?: string;
  readonly isExpanded?: boolean;
  readonly isPressed?: boolean;
  readonly onClick?: (event: MouseEvent) => void;
}

const classOf = (look: Look): string | undefined =>
  look === 'normal' ? styles.button : `${styles.button} ${styles[look]}`;

export function Button({
  children,
  look = 'normal',
  type = 'button',
  form,
  isBusy = false,
  disabled = false,
  label,
  isExpanded,
  isPressed,
  onClick,
}: ButtonProps) {
  return (
    <button
      type={type}
      form={form}
      class={classOf(look)}
      disabled={disabled}
      aria-disabled={isBusy}
      aria-label={label}
      aria-expanded={isExpanded}
      aria-pressed={isPressed}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {children}
    </button>
  );
}

interface LinkButtonProps {
  readonly children: ComponentChildren;
  readonly href: string;
  readonly look?: Look;
  readonly download?: string;
}

/** A link that looks like a button. */
export function LinkButton({ children, href, look = 'normal', download }: LinkButtonProps) {
  return (
    <a href={href} class={classOf(look)} download={download}>
      {children}
    </a>
  );
}
